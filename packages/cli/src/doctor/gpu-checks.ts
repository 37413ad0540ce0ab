import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Gpu, listGpus } from "@tweedie/graph";
import { sizeText } from "../terminal/format.ts";
import type { HealthCheck } from "./health-check.ts";

/** One line for each GPU: name, driver and memory. A machine without one is no fault. */
export async function checkGpus(
  gpus: readonly Gpu[] = listGpus(),
  memory = nvidiaMemory,
): Promise<readonly HealthCheck[]> {
  if (gpus.length === 0) return [{ name: "gpu", state: "ok", what: "none was found; steps run on the CPU" }];
  const nvidia = gpus.some(({ vendor }) => vendor === "NVIDIA") ? await memory() : [];
  let position = 0;
  return gpus.map((gpu, i) => {
    const own = gpu.vendor === "NVIDIA" ? nvidia[position++] : gpu.memory;
    const parts = [gpu.name, gpu.driver ?? "unknown driver", ...(own ? [`${sizeText(own)} of memory`] : [])];
    return { name: `gpu ${i}`, state: "ok", what: parts.join(", ") } as const;
  });
}

/** Bytes of each NVIDIA GPU's memory, from NVIDIA's own command; empty where it does not run. */
async function nvidiaMemory(): Promise<readonly number[]> {
  try {
    const query = ["--query-gpu=memory.total", "--format=csv,noheader,nounits"];
    const { stdout } = await promisify(execFile)("nvidia-smi", query, { timeout: 10_000 });
    return stdout.trim().split("\n").map((mebibytes) => Number(mebibytes) * 2 ** 20); // prettier-ignore
  } catch {
    return [];
  }
}
