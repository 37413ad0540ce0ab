import { type NDArrays, sizeOf, TweedieError } from "@tweedie/core";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { StepModel } from "../compile/step-model.ts";
import { drawInput, nextWeight, stepOutput, weightInput } from "../compile/value-names.ts";
import { checkDraws, runError } from "../executor/checks.ts";
import type { CompiledStep } from "../executor/executor.ts";
import type { FlatParameter } from "../flat-parameters/flat-parameter.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { freeMemory } from "./free-memory.ts";
import type { Ort } from "./session.ts";
import type { OrtStore } from "./store.ts";

interface SessionOfStep {
  readonly ort: Ort;
  readonly session: InferenceSession;
  /** Name of the step in error messages. */
  readonly name: string;
  readonly model: Omit<StepModel, "model" | "bytes">;
  readonly store: OrtStore;
  readonly draws: Readonly<Record<string, Shape>>;
  readonly threads: number;
}

/** Runs a session on a store: weights in place, draws from the host, outputs to the host. */
export function createCompiledStep(step: SessionOfStep): CompiledStep {
  const { session, name, store, draws, threads } = step;
  const drawTensors = createDrawTensors(step);
  const run = createRun(step, drawTensors);
  let disposed = false;
  return {
    threads,
    run: (values) => {
      if (disposed) throw new TweedieError({ where: name, what: "the step has been disposed" });
      checkDraws(name, values, draws);
      return store.exclusive(() => {
        for (const [draw, tensor] of drawTensors) (tensor.data as Float32Array).set(values[draw]!.data);
        return run();
      });
    },
    dispose: async () => {
      if (disposed) return;
      disposed = true;
      await store.exclusive(() => session.release());
    },
  };
}

/** Tensors of the draws that the model reads. */
function createDrawTensors({ ort, session, draws }: SessionOfStep): ReadonlyMap<string, Tensor> {
  const used = Object.entries(draws).filter(([name]) => session.inputNames.includes(drawInput(name)));
  return new Map(
    used.map(([name, shape]) => [name, new ort.Tensor("float32", new Float32Array(sizeOf(shape)), shape)]),
  );
}

/** Function that runs the session once on the draws in `drawTensors` and commits the updated weights. */
function createRun(
  { session, name, model, store, draws }: SessionOfStep,
  drawTensors: ReadonlyMap<string, Tensor>,
): () => Promise<NDArrays> {
  const { weights, updates, inPlace, flatParameters, outputs } = model;
  // Allocated once: each run only replaces the weights' tensors by those of the current and next buffers.
  const feeds: Record<string, Tensor> = Object.fromEntries(
    [...drawTensors].map(([draw, tensor]) => [drawInput(draw), tensor]),
  );
  const fetches: Record<string, Tensor | null> = Object.fromEntries(
    outputs.map((output) => [stepOutput(output), null]),
  );
  const membersOf = (weight: string): FlatParameter => flatParameters[weight] ?? [weight];
  const read = weights.map((weight) => [weightInput(weight), store.view(membersOf(weight))] as const);
  const isInPlace = new Set(inPlace);
  const written = updates.map((weight) => ({
    output: nextWeight(weight),
    view: store.view(membersOf(weight)),
    inPlace: isInPlace.has(weight),
  }));
  const swapped = updates.filter((weight) => !isInPlace.has(weight)).flatMap(membersOf);
  return async () => {
    for (const [input, view] of read) feeds[input] = view.current();
    for (const { output, view, inPlace } of written) fetches[output] = inPlace ? view.current() : view.next();
    const results = await session.run(feeds, fetches).catch((error: unknown) => {
      throw runError(name, draws, error);
    });
    store.commit(swapped);
    // ONNX Runtime writes the updated weights to the store, and copies them to its results too.
    freeMemory(updates.map((weight) => results[nextWeight(weight)]!.data as Float32Array));
    return Object.fromEntries(
      outputs.map((output) => {
        const { dims, data } = results[stepOutput(output)]!;
        return [output, { shape: dims, data: data as Float32Array }];
      }),
    );
  };
}
