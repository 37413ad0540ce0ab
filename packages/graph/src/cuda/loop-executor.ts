import type { InferenceSession } from "onnxruntime-node";
import { cachedStepModel } from "../cache/cached-step-model.ts";
import type { ModelCache } from "../cache/model-cache.ts";
import { compileLoop } from "../compile/step-loop.ts";
import { ownStore, stepName } from "../executor/checks.ts";
import type { CompiledStep, Executor, Store, StepFunction } from "../executor/executor.ts";
import type { Shape } from "../ir/tensor-type.ts";
import type { Ort } from "../ort/session.ts";
import { createOrtStore, type OrtStore } from "../ort/store.ts";
import { cudaTarget } from "../targets/cuda.ts";
import { createLoopStep } from "./compiled-step.ts";
import { mostIterations } from "../executor/iterations.ts";

interface LoopRuntime extends Pick<Executor, "name" | "device" | "settings"> {
  readonly ort: Ort;
  readonly cache?: ModelCache | undefined;
  /** Creates a session on the runtime's provider. `where` is the step, for messages. */
  createSession(model: Uint8Array, where: string): Promise<InferenceSession>;
}

/**
 * Compiles steps to loops, and runs several iterations in each run of ONNX Runtime. Weights are in the memory of the host between runs,
 * because node's binding keeps no tensor on a CUDA device.
 */
export function createLoopExecutor(runtime: LoopRuntime): Executor {
  const { ort, name, device, settings } = runtime;
  const stores = new WeakSet<Store>();
  return {
    name,
    ...(device !== undefined && { device }),
    ...(settings !== undefined && { settings }),
    wholeIterations: true,
    createStore: (arrays) => {
      const store = createOrtStore(ort, arrays);
      stores.add(store);
      return store;
    },
    compile: (step, store, draws) => {
      return compile(runtime, step, ownStore<OrtStore>(stores, store), draws);
    },
    dispose: () => Promise.resolve(),
  };
}

async function compile(
  { ort, cache, createSession }: LoopRuntime,
  step: StepFunction,
  store: OrtStore,
  draws: Readonly<Record<string, Shape>>,
): Promise<CompiledStep> {
  const name = stepName(step);
  const model = cachedStepModel(step, store.shapes, draws, { compile: compileLoop, target: cudaTarget, cache });
  const session = await createSession(model.model, name);
  const weights = Object.fromEntries(model.weights.map((weight) => [weight, store.shapes[weight]!]));
  return createLoopStep({ ort, session, name, model, store, draws, most: mostIterations(weights, draws) });
}
