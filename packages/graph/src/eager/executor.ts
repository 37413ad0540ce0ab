import type { KernelBackend, Tensor } from "@tensorflow/tfjs";
import { mapParams, type NDArrays, type Params, tf, TweedieError } from "@tweedie/core";
import { checkDraws, checkUpdate, stepName } from "../check.ts";
import type { CompiledStep, Executor, Store, StepFunction } from "../executor.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { onBackend } from "../tfjs-engine.ts";
import { explainMissingKernel } from "../trace/missing-kernel.ts";
import { createEagerStore, download, type EagerStore, upload } from "./store.ts";

/** Runs synchronous tfjs work on one backend. */
export type OnBackend = <T>(work: () => T) => T;

/** Runs steps op by op on a tfjs backend: the reference of the compiled step, and the way to devices that it does not reach. */
export function createEagerExecutor(name: string, backend: KernelBackend): Executor {
  const onThis: OnBackend = (work) => onBackend(name, backend, work);
  const stores = new WeakSet<Store>();
  return {
    name,
    createStore: (arrays) => {
      const store = createEagerStore(onThis, arrays);
      stores.add(store);
      return store;
    },
    compile: (step, store, draws) => {
      if (!stores.has(store)) throw new Error("the store belongs to another executor");
      return Promise.resolve(prepare(name, onThis, step, store as EagerStore, draws));
    },
    dispose: () => Promise.resolve(),
  };
}

function prepare(
  backend: string,
  onBackend: OnBackend,
  step: StepFunction,
  store: EagerStore,
  draws: Readonly<Record<string, Shape>>,
): CompiledStep {
  const where = stepName(step);
  let disposed = false;
  return {
    run: (values) => {
      if (disposed) throw new TweedieError({ where, what: "the step has been disposed" });
      checkDraws(where, values, draws);
      return store.inTurn(async () => {
        const results = onBackend(() =>
          explainMissingKernel(`which the ${backend} backend lacks`, "--backend ort", () =>
            tf.tidy(() => runStep(step, store, values)),
          ),
        );
        store.replace(results.state);
        const shown = Object.entries(results.outputs).map(async ([name, tensor]) => {
          const array = await download(tensor);
          tensor.dispose();
          return [name, array] as const;
        });
        return Object.fromEntries(await Promise.all(shown));
      });
    },
    dispose: () => {
      disposed = true;
      return Promise.resolve();
    },
  };
}

/** The results as tensors of their own: a step may hand back what it was given, or one value under two names. */
function runStep(step: StepFunction, store: EagerStore, values: NDArrays): { state: Params; outputs: Params } {
  const { state = {}, outputs } = step(store.weights(), mapParams(values, upload));
  const own = (tensor: Tensor) => tensor.clone().cast("float32");
  for (const [name, tensor] of Object.entries(state)) checkUpdate(stepName(step), name, tensor, store.shapes[name]);
  return { state: mapParams(state, own), outputs: mapParams(outputs, own) };
}
