import { traceStep } from "../compile/compile-step.ts";
import { compileModel } from "../compile/step-model.ts";
import { ownStore, stepName } from "../executor/checks.ts";
import type { CompiledStep, Executor, Store, StepFunction } from "../executor/executor.ts";
import type { Shape } from "../ir/tensor-type.ts";
import type { Ort } from "../ort/session.ts";
import { createOrtStore, type OrtStore } from "../ort/store.ts";
import { threadedBytes } from "../ort/threaded-bytes.ts";
import { cpuTarget } from "../targets/cpu.ts";
import { createWebStep } from "./compiled-step.ts";

/** The part of onnxruntime-web that runs models. Its types are those of onnxruntime-node. */
export type WebRuntime = Pick<Ort, "InferenceSession" | "Tensor">;

/** Loads ONNX Runtime's WebAssembly with a number of threads, which all sessions of an instance share. */
export type LoadWasm = (threads: number) => Promise<WebRuntime>;

/** Number of threads of a step whose values have this total size in bytes. */
export type ThreadsOfStep = (bytes: number) => number;

/** Several threads where they are faster: as of the CPU's backend, threads synchronise at every node. */
export const threadsBySize =
  (threads: number): ThreadsOfStep =>
  (bytes) =>
    bytes < threadedBytes ? 1 : threads;

/** Compiles steps to graphs and runs them on ONNX Runtime's WebAssembly build. */
export async function createWebExecutor(load: LoadWasm, threadsOf: ThreadsOfStep): Promise<Executor> {
  const first = (await load(threadsOf(0))) as Ort;
  const stores = new WeakSet<Store>();
  return {
    name: "onnxruntime-web",
    createStore: (arrays) => {
      const store = createOrtStore(first, arrays);
      stores.add(store);
      return store;
    },
    compile: (step, store, draws) => compile({ load, threadsOf }, step, ownStore<OrtStore>(stores, store), draws),
    dispose: () => Promise.resolve(),
  };
}

async function compile(
  { load, threadsOf }: { readonly load: LoadWasm; readonly threadsOf: ThreadsOfStep },
  step: StepFunction,
  store: OrtStore,
  draws: Readonly<Record<string, Shape>>,
): Promise<CompiledStep> {
  const options = { target: cpuTarget(), mayFlatten: store.flatten };
  // Compilation may move weights in the store, so no step may run meanwhile.
  const { model, ...names } = await store.exclusive(() =>
    Promise.resolve(compileModel(traceStep(step, store.shapes, draws), store.shapes, options)),
  );
  const threads = threadsOf(names.bytes);
  const ort = (await load(threads)) as Ort;
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ["wasm"],
    graphOptimizationLevel: "disabled",
    logSeverityLevel: 3,
  });
  return { threads, ...createWebStep({ ort, session, name: stepName(step), model: names, store, draws }) };
}
