import { type NDArray, rows, TweedieError } from "@tweedie/core";
import { createEvaluator, type Extract, type Evaluator } from "./evaluator.ts";
import { type RunContext, streamOf } from "../run-context.ts";
import { createExtraction } from "../sampling/extract.ts";

/** What a run is judged by: two sets of held-out samples of one size, metrics, and what these look through. */
export interface Evaluation {
  readonly evaluator: Evaluator;
  /** The first set, which samples stand beside, and then the second, which all are compared with. */
  readonly real: NDArray;
  /** Samples of each set. */
  readonly count: number;
  /** The classes of the first set, which samples to be judged are asked for, where the game has classes. */
  readonly label: NDArray | undefined;
  readonly extract: Extract;
  dispose(): Promise<void>;
}

/**
 * Makes it before anything is trained: what cannot be measured is then told at once. @throws TweedieError for data that hold
 * too few samples out, and what metrics and extractors throw.
 */
export async function prepareEvaluation(context: RunContext): Promise<Evaluation> {
  const { executor, experiment, components: game } = context;
  const { data, distillation, extractor, metrics } = game;
  const stream = (purpose: string) => streamOf(context, purpose);
  const wanted = 2 * experiment.settings.evaluate.samples;
  const held =
    distillation.teacher.classes === undefined ? undefined : data.labelled!.heldOut(stream("evaluate.real"), wanted);
  const real = held?.samples ?? data.heldOut(stream("evaluate.real"), wanted);
  const count = Math.floor(real.shape[0]! / 2);
  if (count < 2) {
    const what = `the data hold out ${real.shape[0]} samples, and what is judged by them needs four`;
    throw new TweedieError({ where: "data", what, fix: "more data, or a larger share `heldOut`" });
  }
  const label = held && rows(held.labels, 0, count);
  const { extract, dispose } = createExtraction(executor, extractor, data.shape, context.threads);
  const judge = await createEvaluator(metrics, {
    real: rows(real, 0, count),
    reference: rows(real, count, 2 * count),
    random: stream("evaluate"),
    extract,
    label,
  });
  return { evaluator: judge, real, count, label, extract, dispose };
}
