import { type NDArray, type NDArrays, TweedieError } from "@tweedie/core";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { StepModel } from "../compile/step-model.ts";
import { drawInput, nextWeight, stepOutput, weightInput } from "../compile/value-names.ts";
import { checkDraws } from "../executor/checks.ts";
import type { CompiledStep } from "../executor/executor.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { iterationsInput } from "../onnx/loop-model.ts";
import type { Ort } from "../ort/session.ts";
import type { OrtStore } from "../ort/store.ts";
import { stack, unstack } from "../executor/iterations.ts";

interface SessionOfLoop {
  readonly ort: Ort;
  readonly session: InferenceSession;
  /** Name of the step in error messages. */
  readonly name: string;
  readonly model: Pick<StepModel, "weights" | "updates" | "outputs">;
  readonly store: OrtStore;
  readonly draws: Readonly<Record<string, Shape>>;
  /** Most iterations of a run. */
  readonly most: number;
}

/**
 * Runs the session of a loop on a store in the memory of the host. The runtime copies the weights to its device, runs the iterations and
 * copies the updated weights into the store.
 */
export function createLoopStep(step: SessionOfLoop): CompiledStep {
  const { session, name, store, draws, most } = step;
  const runLoop = createRun(step);
  let disposed = false;
  const run = (iterations: readonly NDArrays[]): Promise<readonly NDArrays[]> => {
    if (disposed) throw new TweedieError({ where: name, what: "the step has been disposed" });
    for (const values of iterations) checkDraws(name, values, draws);
    return iterations.length === 0 ? Promise.resolve([]) : store.exclusive(() => runLoop(iterations));
  };
  return {
    run: async (values) => (await run([values]))[0]!,
    many: { most, run },
    dispose: async () => {
      if (disposed) return;
      disposed = true;
      await store.exclusive(() => session.release());
    },
  };
}

function createRun({ ort, session, name, model, store, draws }: SessionOfLoop) {
  const { weights, updates, outputs } = model;
  const read = weights.map((weight) => [weightInput(weight), store.view([weight])] as const);
  const written = updates.map((weight) => [nextWeight(weight), store.view([weight])] as const);
  const usedDraws = Object.entries(draws).filter(([draw]) => session.inputNames.includes(drawInput(draw)));
  const stacked = (draw: string, shape: Shape, iterations: readonly NDArrays[]): Tensor => {
    const { data, shape: dims } = stack(iterations.map((values) => values[draw]!), shape); // prettier-ignore
    return new ort.Tensor("float32", data, dims);
  };
  return async (iterations: readonly NDArrays[]): Promise<readonly NDArrays[]> => {
    const feeds: Record<string, Tensor> = {
      [iterationsInput]: new ort.Tensor("int64", BigInt64Array.of(BigInt(iterations.length)), []),
      ...Object.fromEntries(read.map(([input, view]) => [input, view.current()])),
      ...Object.fromEntries(usedDraws.map(([draw, shape]) => [drawInput(draw), stacked(draw, shape, iterations)])),
    };
    const fetches: Record<string, Tensor | null> = {
      ...Object.fromEntries(written.map(([output, view]) => [output, view.current()])),
      ...Object.fromEntries(outputs.map((output) => [stepOutput(output), null])),
    };
    const results = await session.run(feeds, fetches).catch((error: unknown) => {
      throw new Error(`${name} failed in a run of ${iterations.length} iterations: ${String(error)}`, { cause: error });
    });
    const parts = outputs.map((output): readonly [string, readonly NDArray[]] => {
      const { data, dims } = results[stepOutput(output)]!;
      return [output, unstack(data as Float32Array, dims)];
    });
    return iterations.map((_, i) => Object.fromEntries(parts.map(([output, values]) => [output, values[i]!])));
  };
}
