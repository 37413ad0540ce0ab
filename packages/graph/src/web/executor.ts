import { compileModel } from "../compile/step-model.ts";
import { traceStep } from "../compile/compile-step.ts";
import { ownStore, stepName } from "../executor/checks.ts";
import type { CompiledStep, Executor, Store, StepFunction } from "../executor/executor.ts";
import type { Shape } from "../ir/tensor-type.ts";
import type { Ort } from "../ort/session.ts";
import { createOrtStore, type OrtStore } from "../ort/store.ts";
import { cpuTarget } from "../targets/cpu.ts";
import { createWebStep } from "./compiled-step.ts";

/** The part of onnxruntime-web that runs models. Its types are those of onnxruntime-node. */
export type WebRuntime = Pick<Ort, "InferenceSession" | "Tensor">;

/** Compiles steps to graphs and runs them on ONNX Runtime's WebAssembly build, whose files and threads the caller has set. */
export function createWebExecutor(runtime: WebRuntime): Executor {
  const ort = runtime as Ort;
  const stores = new WeakSet<Store>();
  return {
    name: "onnxruntime-web",
    createStore: (arrays) => {
      const store = createOrtStore(ort, arrays);
      stores.add(store);
      return store;
    },
    compile: (step, store, draws) => compile(ort, step, ownStore<OrtStore>(stores, store), draws),
    dispose: () => Promise.resolve(),
  };
}

async function compile(
  ort: Ort,
  step: StepFunction,
  store: OrtStore,
  draws: Readonly<Record<string, Shape>>,
): Promise<CompiledStep> {
  const options = { target: cpuTarget(), mayFlatten: store.flatten };
  // Compilation may move weights in the store, so no step may run meanwhile.
  const { model, ...names } = await store.exclusive(() =>
    Promise.resolve(compileModel(traceStep(step, store.shapes, draws), store.shapes, options)),
  );
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ["wasm"],
    graphOptimizationLevel: "disabled",
    logSeverityLevel: 3,
  });
  return createWebStep({ ort, session, name: stepName(step), model: names, store, draws });
}
