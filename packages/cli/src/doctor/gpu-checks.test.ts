import { expect, test } from "vitest";
import { checkGpus } from "./gpu-checks.ts";

const memory = () => Promise.resolve([80 * 2 ** 30, 24 * 2 ** 30]);

test("a machine without a GPU is told so, and is no fault", async () => {
  expect(await checkGpus([], memory)).toEqual([
    { name: "gpu", state: "ok", what: "none was found; steps run on the CPU" },
  ]);
});

test("GPUs have names, drivers and their memory", async () => {
  const gpus = [
    { vendor: "Intel", name: "Intel GPU" },
    { vendor: "NVIDIA", name: "NVIDIA H100", driver: "nvidia 550.54.14" },
    { vendor: "NVIDIA", name: "NVIDIA L4", driver: "nvidia 550.54.14" },
  ] as const;
  expect((await checkGpus(gpus, memory)).map(({ name, what }) => `${name}: ${what}`)).toEqual([
    "gpu 0: Intel GPU, unknown driver",
    "gpu 1: NVIDIA H100, nvidia 550.54.14, 85.9 GB of memory",
    "gpu 2: NVIDIA L4, nvidia 550.54.14, 25.8 GB of memory",
  ]);
});
