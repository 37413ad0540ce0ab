import { availableParallelism } from "node:os";
import { cachedStepModel } from "../cache/cached-step-model.ts";
import { createModelCache, type ModelCache } from "../cache/model-cache.ts";
import { compileModel } from "../compile/step-model.ts";
import { ownStore, stepName } from "../executor/checks.ts";
import type { CompiledStep, Executor, Store, StepFunction } from "../executor/executor.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { cpuTarget } from "../targets/cpu.ts";
import { blockSize } from "./block-size.ts";
import { createCompiledStep } from "./compiled-step.ts";
import { createSession, loadOrt, type Ort, threadsOf } from "./session.ts";
import { createOrtStore, type OrtStore } from "./store.ts";

/**
 * Compiles steps to graphs and runs them on ONNX Runtime's CPU provider.
 *
 * @param options.threads Largest number of threads of a step; all cores by default.
 * @param options.cache Folder of compiled steps; none by default.
 * @throws TweedieError if onnxruntime-node does not load.
 */
export function createOrtExecutor({
  threads = availableParallelism(),
  cache: folder,
}: { readonly threads?: number | undefined; readonly cache?: string | undefined } = {}): Executor {
  const ort = loadOrt();
  const cache = folder === undefined ? undefined : createModelCache(folder);
  const stores = new WeakSet<Store>();
  return {
    name: "ort",
    createStore: (arrays) => {
      const store = createOrtStore(ort, arrays);
      stores.add(store);
      return store;
    },
    compile: (step, store, draws) => {
      return compile({ ort, threads, cache }, step, ownStore<OrtStore>(stores, store), draws);
    },
    dispose: () => Promise.resolve(),
  };
}

interface Runtime {
  readonly ort: Ort;
  readonly threads: number;
  readonly cache: ModelCache | undefined;
}

async function compile(
  { ort, threads, cache }: Runtime,
  step: StepFunction,
  store: OrtStore,
  draws: Readonly<Record<string, Shape>>,
): Promise<CompiledStep> {
  const name = stepName(step);
  const target = cpuTarget(await blockSize(ort));
  // Compilation may move weights in the store, so no step may run meanwhile.
  const model = await store.exclusive(() =>
    Promise.resolve(
      cachedStepModel(step, store.shapes, draws, { compile: compileModel, mayFlatten: store.flatten, target, cache }),
    ),
  );
  const settings = { threads, bytes: model.bytes, optimized: true };
  const session = await createSession(ort, model.model, settings).catch((error: unknown) => {
    throw new Error(`${name}: ONNX Runtime does not accept the model: ${String(error)}`, { cause: error });
  });
  return createCompiledStep({ ort, session, name, model, store, draws, threads: threadsOf(settings) });
}
