import { cachedStepModel } from "../cache/cached-step-model.ts";
import { createModelCache } from "../cache/model-cache.ts";
import { compileFunction } from "../compile/step-function.ts";
import { ownStore, stepName } from "../executor/checks.ts";
import type { Executor, Store } from "../executor/executor.ts";
import { bfloat16Target, tensorflowTarget } from "../targets/tensorflow.ts";
import { createFunctionStep } from "./compiled-step.ts";
import { describeDevice, describeSettings, loadTensorflow, usePrecision } from "./load.ts";
import type { TensorflowOptions } from "./settings.ts";
import { createVariableStore, type VariableStore } from "./store.ts";

/**
 * Compiles each step to one function of TensorFlow, which XLA compiles for the GPU, or for the CPU where there is none. Weights are
 * variables on that device.
 *
 * @throws TweedieError if TensorFlow's addon is not built, or does not load.
 */
export function createTensorflowExecutor({
  precision = "float32",
  ...options
}: TensorflowOptions): Executor & { readonly device: string } {
  const loaded = loadTensorflow(options);
  usePrecision(loaded, precision);
  const { binding, settings, programs } = loaded;
  const cache = options.cache === undefined ? undefined : createModelCache(options.cache);
  const stores = new Set<Store>();
  return {
    name: "tensorflow",
    device: describeDevice(loaded),
    settings: describeSettings(loaded, precision),
    createStore: (arrays) => {
      const store = createVariableStore(binding, arrays);
      stores.add(store);
      return store;
    },
    compile: (step, store, draws) => {
      const own = ownStore<VariableStore>(stores, store);
      const model = cachedStepModel(step, own.shapes, draws, {
        compile: compileFunction,
        target: precision === "bfloat16" ? bfloat16Target : tensorflowTarget,
        cache,
      });
      const { threads } = settings;
      const name = stepName(step);
      // On a GPU, XLA's programs with TF32 are others than those without.
      const variant = precision === "tf32" && binding.isUsingGpuDevice() ? "_tf32" : "";
      return Promise.resolve(
        createFunctionStep({ binding, programs, name, variant, model, store: own, draws, threads }),
      );
    },
    dispose: () => {
      for (const store of stores) store.dispose();
      stores.clear();
      return Promise.resolve();
    },
  };
}
