import { TweedieError } from "@tweedie/core";
import type { StepModel } from "../compile/step-model.ts";
import { ownStore, stepName } from "../executor/checks.ts";
import type { CompiledStep, Executor, StepFunction, Store } from "../executor/executor.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { MissingLoweringError } from "../lower/missing-lowering-error.ts";
import type { Ort } from "../ort/session.ts";
import { createGpuStep, placesOf } from "./compiled-step.ts";
import { createGpuSession } from "./session.ts";
import { createGpuStore, type GpuStore } from "./store.ts";
import { createTransfer } from "./transfer.ts";

type Shapes = Readonly<Record<string, Shape>>;

/** Compiles a step for `gpuTarget`. */
type Compile = (step: StepFunction, weights: Shapes, draws: Shapes) => StepModel;

/**
 * Runs compiled steps on the WebGPU provider of ONNX Runtime, with the weights in the memory of the GPU.
 *
 * @throws TweedieError if there is no GPU
 */
export async function createGpuExecutor(ort: Ort, compile: Compile): Promise<Executor> {
  const transfer = await createTransfer(ort);
  const stores = new Set<Store>();
  return {
    name: "webgpu",
    createStore: (arrays) => {
      const store = createGpuStore(transfer, arrays);
      stores.add(store);
      return store;
    },
    compile: (step, store, draws) => createStep(ort, compile, step, ownStore<GpuStore>(stores, store), draws),
    dispose: async () => {
      // With its last session, ONNX Runtime closes the device. A tensor that is freed later would end the process.
      for (const store of stores) store.dispose();
      stores.clear();
      await transfer.dispose();
    },
  };
}

async function createStep(
  ort: Ort,
  compile: Compile,
  step: StepFunction,
  store: GpuStore,
  draws: Shapes,
): Promise<CompiledStep> {
  const name = stepName(step);
  const model = withStep(name, () => compile(step, store.shapes, draws));
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
