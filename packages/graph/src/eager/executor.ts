import type { KernelBackend, Tensor } from "@tensorflow/tfjs-core";
import { mapParams, type NDArrays, type Params, tf, TweedieError } from "@tweedie/core";
import { checkDraws, checkUpdate, ownStore, stepName } from "../executor/checks.ts";
import type { CompiledStep, Executor, Store, StepFunction } from "../executor/executor.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { onBackend, type RunOnBackend } from "../tfjs/engine.ts";
import { explainMissingKernel } from "../tfjs/missing-kernel.ts";
import { createEagerStore, download, type EagerStore, upload } from "./store.ts";

/**
 * Runs steps op by op on a tfjs backend: the reference for compiled steps, and access to devices that ONNX Runtime does not support here.
 *
 * @param tfjsName Name of the backend in tfjs, if it differs.
 */
export function createEagerExecutor(name: string, backend: KernelBackend, tfjsName = name): Executor {
  const onThis: RunOnBackend = (work) => onBackend(tfjsName, backend, work);
  const stores = new WeakSet<Store>();
  return {
    name,
    createStore: (arrays) => {
      const store = createEagerStore(onThis, arrays);
      stores.add(store);
      return store;
    },
    compile: (step, store, draws) => {
      return Promise.resolve(createEagerStep(name, onThis, step, ownStore<EagerStore>(stores, store), draws));
    },
    dispose: () => Promise.resolve(),
  };
}

function createEagerStep(
  backend: string,
  onBackend: RunOnBackend,
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
      return store.exclusive(async () => {
        const results = onBackend(() =>
          explainMissingKernel(`which the ${backend} backend lacks`, "--backend ort", () =>
            tf.tidy(() => runStep(step, store, values)),
          ),
        );
        store.replace(results.state);
        const outputs = Object.entries(results.outputs).map(async ([name, tensor]) => {
          const array = await download(tensor);
          tensor.dispose();
          return [name, array] as const;
        });
        return Object.fromEntries(await Promise.all(outputs));
      });
    },
    dispose: () => {
      disposed = true;
      return Promise.resolve();
    },
  };
}

/** Runs a step and copies its results: it may return its inputs, or one tensor under two names. */
function runStep(step: StepFunction, store: EagerStore, values: NDArrays): { state: Params; outputs: Params } {
  const { state = {}, outputs } = step(store.weights(), mapParams(values, upload));
  const copy = (tensor: Tensor) => tensor.clone().cast("float32");
  for (const [name, tensor] of Object.entries(state)) checkUpdate(stepName(step), name, tensor, store.shapes[name]);
  return { state: mapParams(state, copy), outputs: mapParams(outputs, copy) };
}
