import { TweedieError } from "@tweedie/core";
import { createModelCache, type ModelCache } from "../cache/model-cache.ts";
import { cachedStepModel } from "../cache/cached-step-model.ts";
import { compileModel } from "../compile/step-model.ts";
import { ownStore, stepName } from "../executor/checks.ts";
import type { CompiledStep, Executor, StepFunction, Store } from "../executor/executor.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { MissingLoweringError } from "../lower/missing-lowering-error.ts";
import { loadOrt, type Ort } from "../ort/session.ts";
import { gpuTarget } from "../targets/gpu.ts";
import { createGpuStep, placesOf } from "./compiled-step.ts";
import { createGpuSession } from "./session.ts";
import { createGpuStore, type GpuStore } from "./store.ts";
import { createTransfer } from "./transfer.ts";

/**
 * Compiles steps to graphs and runs them on ONNX Runtime's WebGPU provider, with the weights in the memory of the GPU.
 *
 * @param options.cache Folder of compiled steps; none by default.
 * @throws TweedieError if onnxruntime-node does not load, or finds no GPU
 */
export async function createWebgpuExecutor({
  cache: folder,
}: { readonly cache?: string | undefined } = {}): Promise<Executor> {
  const ort = loadOrt();
  const cache = folder === undefined ? undefined : createModelCache(folder);
  const transfer = await createTransfer(ort);
  const stores = new Set<Store>();
  return {
    name: "webgpu",
    createStore: (arrays) => {
      const store = createGpuStore(transfer, arrays);
      stores.add(store);
      return store;
    },
    compile: (step, store, draws) => {
      return compile({ ort, cache }, step, ownStore<GpuStore>(stores, store), draws);
    },
    dispose: async () => {
      // With its last session, ONNX Runtime closes the device. A tensor that is freed later would end the process.
      for (const store of stores) store.dispose();
      stores.clear();
      await transfer.dispose();
    },
  };
}

async function compile(
  { ort, cache }: { readonly ort: Ort; readonly cache: ModelCache | undefined },
  step: StepFunction,
  store: GpuStore,
  draws: Readonly<Record<string, Shape>>,
): Promise<CompiledStep> {
  const name = stepName(step);
  const model = withStep(name, () =>
    cachedStepModel(step, store.shapes, draws, { compile: compileModel, target: gpuTarget, cache }),
  );
  const session = await createGpuSession(ort, model.model, name, placesOf(model));
  return createGpuStep({ ort, session, name, model, store, draws });
}

/** Names the step in the error of an op that GPUs lack. */
function withStep<T>(name: string, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof MissingLoweringError)) throw error;
    const what = `ONNX Runtime's WebGPU provider lacks the op ${error.op}`;
    throw new TweedieError({ where: name, what, fix: "--backend ort" }, { cause: error });
  }
}
