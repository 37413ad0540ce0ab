import { TweedieError } from "@tweedie/core";
import { type Gpu, visibleNvidiaGpus } from "./gpus.ts";
import { hasVulkanDriver } from "./vulkan-drivers.ts";

/** Finds the reason why a backend cannot use a GPU of this machine, without loading it; undefined if none is known. */
export type Obstacle = (gpus: readonly Gpu[]) => Promise<string | undefined>;

export const noGpu = "no GPU was found";

/** Obstacle of a backend on NVIDIA's GPUs with a native part, which `require` looks for. */
export const nvidiaObstacle =
  (require: () => Promise<unknown>): Obstacle =>
  async (gpus) => {
    if (visibleNvidiaGpus(gpus).length === 0) return gpus.length === 0 ? noGpu : "no NVIDIA GPU is visible to CUDA";
    try {
      await require();
      return undefined;
    } catch (error) {
      if (!(error instanceof TweedieError)) throw error;
      return `${error.what} (${error.fix?.split(", or ")[0]})`;
    }
  };

/** WebGPU would also compute on a software adapter, which is slower than the CPU's own backend. */
export const webgpuObstacle: Obstacle = (gpus) => {
  const find = () => {
    if (process.platform === "win32") return "on Windows it cannot tell a GPU from software";
    if (gpus.length === 0) return noGpu;
    if (process.platform === "linux" && !hasVulkanDriver()) return "no Vulkan driver of a GPU is installed";
    return undefined;
  };
  return Promise.resolve(find());
};
