import { type NDArrays, TweedieError } from "@tweedie/core";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { StepModel } from "../compile/step-model.ts";
import { drawInput, nextWeight, stepOutput, weightInput } from "../compile/value-names.ts";
import { checkDraws, runError } from "../executor/checks.ts";
import type { CompiledStep } from "../executor/executor.ts";
import type { FlatParameter } from "../flat-parameters/flat-parameter.ts";
import type { Shape } from "../ir/tensor-type.ts";
import type { Ort } from "../ort/session.ts";
import type { OrtStore } from "../ort/store.ts";

interface SessionOfStep {
  readonly ort: Ort;
  readonly session: InferenceSession;
  /** Name of the step in error messages. */
  readonly name: string;
  readonly model: Omit<StepModel, "model">;
  readonly store: OrtStore;
  readonly draws: Readonly<Record<string, Shape>>;
}

/** Runs a session of WebAssembly on a store. The runtime copies inputs and results, so updates are copied to the store. */
export function createWebStep(step: SessionOfStep): CompiledStep {
  const { session, name, store, draws } = step;
  const run = createRun(step);
  let disposed = false;
  return {
    run: (values) => {
      if (disposed) throw new TweedieError({ where: name, what: "the step has been disposed" });
      checkDraws(name, values, draws);
      return store.exclusive(() => run(values));
    },
    dispose: async () => {
      if (disposed) return;
      disposed = true;
      await store.exclusive(() => session.release());
    },
  };
}

function createRun({
  ort,
  session,
  name,
  model,
  store,
  draws,
}: SessionOfStep): (values: NDArrays) => Promise<NDArrays> {
  const { weights, updates, flatParameters, outputs } = model;
  const membersOf = (weight: string): FlatParameter => flatParameters[weight] ?? [weight];
  const usedDraws = Object.keys(draws).filter((draw) => session.inputNames.includes(drawInput(draw)));
  const read = weights.map((weight) => [weightInput(weight), store.view(membersOf(weight))] as const);
  const written = updates.map((weight) => [nextWeight(weight), store.view(membersOf(weight))] as const);
  const updated = updates.flatMap(membersOf);
  return async (values) => {
    const feeds: Record<string, Tensor> = Object.fromEntries(read.map(([input, view]) => [input, view.current()]));
    for (const draw of usedDraws) {
      feeds[drawInput(draw)] = new ort.Tensor("float32", values[draw]!.data as Float32Array, draws[draw]!);
    }
    const results = await session.run(feeds).catch((error: unknown) => {
      throw runError(name, draws, error);
    });
    for (const [output, view] of written) (view.next().data as Float32Array).set(results[output]!.data as Float32Array);
    store.commit(updated);
    return Object.fromEntries(
      outputs.map((output) => {
        const { dims, data } = results[stepOutput(output)]!;
        return [output, { shape: dims, data: data as Float32Array }];
      }),
    );
  };
}
