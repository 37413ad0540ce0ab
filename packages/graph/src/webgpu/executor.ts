import { createModelCache } from "../cache/model-cache.ts";
import { cachedStepModel } from "../cache/cached-step-model.ts";
import { compileModel } from "../compile/step-model.ts";
import type { Executor } from "../executor/executor.ts";
import { loadOrt } from "../ort/session.ts";
import { gpuTarget } from "../targets/gpu.ts";
import { createGpuExecutor } from "./gpu-executor.ts";

/**
 * Compiles steps to graphs and runs them on the WebGPU provider of onnxruntime-node.
 *
 * @param options.cache Folder of compiled steps; none by default.
 * @throws TweedieError if onnxruntime-node does not load, or finds no GPU
 */
export function createWebgpuExecutor({
  cache: folder,
}: { readonly cache?: string | undefined } = {}): Promise<Executor> {
  const cache = folder === undefined ? undefined : createModelCache(folder);
  return createGpuExecutor(loadOrt(), (step, weights, draws) =>
    cachedStepModel(step, weights, draws, { compile: compileModel, target: gpuTarget, cache }),
  );
}
