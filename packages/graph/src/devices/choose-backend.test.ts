import { TweedieError } from "@tweedie/core";
import { expect, test } from "vitest";
import { createExecutor } from "../create-executor.ts";
import type { Executor } from "../executor/executor.ts";
import { type Candidate, chooseBackend } from "./choose-backend.ts";
import type { Gpu } from "./gpus.ts";
import { noGpu, nvidiaObstacle } from "./obstacles.ts";

const h100: Gpu = { vendor: "NVIDIA", name: "NVIDIA H100", driver: "nvidia 550.54.14" };
const cpu: Candidate = { backend: "cpu", create: () => createExecutor("cpu") };
const gpu = (change: Partial<Candidate> = {}): Candidate => ({
  backend: "gpu",
  obstacle: (gpus) => Promise.resolve(gpus.length === 0 ? noGpu : undefined),
  create: async () => ({ ...(await createExecutor("cpu")), name: "gpu" }),
  ...change,
});
const choice = async (candidates: readonly Candidate[], gpus: readonly Gpu[]) => {
  const { name, reason } = await chooseBackend(candidates, gpus);
  return [name, reason];
};

test("a machine without a GPU gets the backend that needs none", async () => {
  expect(await choice([gpu(), gpu(), cpu], [])).toEqual(["cpu", "no GPU was found"]);
});

test("a GPU is used by the first backend that can", async () => {
  expect(await choice([gpu(), cpu], [h100])).toEqual(["gpu", "NVIDIA H100"]);
});

test("the reason names what keeps a GPU from being used", async () => {
  const missing = () =>
    Promise.reject(new TweedieError({ where: "backend gpu", what: "it is not built", fix: "build it" }));
  expect(await choice([gpu({ obstacle: nvidiaObstacle(missing) }), cpu], [h100])).toEqual([
    "cpu",
    "NVIDIA H100; gpu: it is not built (build it)",
  ]);
});

test("a backend that does not load is passed over", async () => {
  const create = () => Promise.reject(new Error("libcuda.so.1: cannot open\nmore"));
  expect(await choice([gpu({ create }), cpu], [h100])).toEqual(["cpu", "NVIDIA H100; gpu: libcuda.so.1: cannot open"]);
});

test("a backend whose results are wrong is passed over", async () => {
  const create = async (): Promise<Executor> => {
    const executor = await createExecutor("cpu");
    return {
      ...executor,
      compile: async (...inputs) => ({
        ...(await executor.compile(...inputs)),
        run: () => Promise.resolve({ y: { shape: [2, 2], data: Float32Array.of(7, 10, 15, NaN) } }),
      }),
    };
  };
  const [name, reason] = await choice([gpu({ create }), cpu], [h100]);
  expect(name).toBe("cpu");
  expect(reason).toContain("gpu: the square of [[1, 2], [3, 4]] is wrong: 7, 10, 15, NaN");
});

test("the error of the last candidate is thrown", async () => {
  const create = () => Promise.reject(new Error("nothing loads"));
  await expect(chooseBackend([gpu(), { ...cpu, create }], [])).rejects.toThrow("nothing loads");
});

test("a run that is continued stays on its backend", async () => {
  const executor = await createExecutor("auto", { former: "cpu" });
  expect([executor.name, executor.reason]).toEqual(["cpu", "the backend of its earlier part"]);
  expect((await createExecutor("auto", { former: "webgpu-eager" })).name).not.toBe("webgpu-eager");
});
