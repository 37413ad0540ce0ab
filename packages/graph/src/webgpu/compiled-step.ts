import { type NDArrays, TweedieError } from "@tweedie/core";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { StepModel } from "../compile/step-model.ts";
import { drawInput, nextWeight, stepOutput, weightInput } from "../compile/value-names.ts";
import { checkDraws, runError } from "../executor/checks.ts";
import type { CompiledStep } from "../executor/executor.ts";
import type { Shape } from "../ir/tensor-type.ts";
import type { Ort } from "../ort/session.ts";
import type { Place } from "./session.ts";
import type { GpuStore } from "./store.ts";

interface SessionOfStep {
  readonly ort: Ort;
  readonly session: InferenceSession;
  /** Name of the step in error messages. */
  readonly name: string;
  readonly model: Pick<StepModel, "weights" | "updates" | "outputs">;
  readonly store: GpuStore;
  readonly draws: Readonly<Record<string, Shape>>;
}

/** Places of a model's outputs: updated weights stay on the GPU. */
export const placesOf = ({ updates, outputs }: Pick<StepModel, "updates" | "outputs">): Record<string, Place> =>
  Object.fromEntries([
    ...updates.map((weight) => [nextWeight(weight), "gpu-buffer"] as const),
    ...outputs.map((output) => [stepOutput(output), "cpu"] as const),
  ]);

/** Runs a session on weights that stay on the GPU. Draws come from the host, and outputs go to it. */
export function createGpuStep(step: SessionOfStep): CompiledStep {
  const { session, name, model, store, draws } = step;
  let disposed = false;
  return {
    run: (values) => {
      if (disposed) throw new TweedieError({ where: name, what: "the step has been disposed" });
      checkDraws(name, values, draws);
      return store.exclusive(() => runOnce(step, values));
    },
    dispose: async () => {
      if (disposed) return;
      disposed = true;
      // A tensor that is freed after the session that computed it ends the process.
      await store.exclusive(async () => {
        await store.withdraw(model.updates);
        await session.release();
      });
    },
  };
}

async function runOnce(
  { ort, session, name, model, store, draws }: SessionOfStep,
  values: NDArrays,
): Promise<NDArrays> {
  const feeds: Record<string, Tensor> = {};
  for (const weight of model.weights) feeds[weightInput(weight)] = await store.tensor(weight);
  for (const [draw, shape] of Object.entries(draws)) {
    if (session.inputNames.includes(drawInput(draw)))
      feeds[drawInput(draw)] = new ort.Tensor("float32", values[draw]!.data, shape);
  }
  const results = await session.run(feeds).catch((error: unknown) => {
    throw runError(name, draws, error);
  });
  store.replace(Object.fromEntries(model.updates.map((weight) => [weight, results[nextWeight(weight)]!])));
  return Object.fromEntries(
    model.outputs.map((output) => {
      const { dims, data } = results[stepOutput(output)]!;
      return [output, { shape: dims, data: Float32Array.from(data as Float32Array) }];
    }),
  );
}
