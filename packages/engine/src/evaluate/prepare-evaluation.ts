import { type Dataset, type Extractor, type Metric, type NDArray, random, rows, TweedieError } from "@tweedie/core";
import type { Executor } from "@tweedie/graph";
import type { Settings } from "../experiment/settings.ts";
import type { RunContext } from "../train/run-context.ts";
import { createEvaluator, type Evaluator } from "./evaluator.ts";
import { createFeatureExtraction, type FeatureExtraction } from "./feature-extraction.ts";

/** Everything that a run is evaluated with: held-out samples, metrics and the extractor. */
export interface Evaluation {
  readonly evaluator: Evaluator;
  /** Held-out samples. The first `count` give the floors, and the next `count` are the reference of all metrics. */
  readonly real: NDArray;
  /** Number of samples of each evaluation. */
  readonly count: number;
  /** Number of samples that student and teacher generate per evaluation; at least `count`. */
  readonly generated: number;
  /** Classes of the first `count` samples, for which samples are also generated, repeatedly: `[count]`. Undefined if the distillation is unconditional. */
  readonly label: NDArray | undefined;
  /** Classes of all held-out samples, if samples have classes: `[2 count]`. */
  readonly realLabel: NDArray | undefined;
  readonly extraction: FeatureExtraction;
  dispose(): Promise<void>;
}

/** Parts of a run that its evaluation depends on. */
export interface EvaluationContext {
  readonly settings: Pick<Settings, "seed" | "evaluate">;
  readonly data: Dataset;
  readonly metrics: readonly Metric[];
  readonly extractor: Extractor;
  /** Number of classes of the generated samples. Undefined if the distillation is unconditional. */
  readonly classes: number | undefined;
  readonly executor: Executor;
  /** Threads of one step, if a number was requested. */
  readonly threads: number | undefined;
  warn(message: string): void;
}

/**
 * Prepares the evaluation before anything is trained, so that a metric that cannot be measured fails at once.
 *
 * @throws TweedieError if fewer than four samples are held out; errors of metrics and extractors.
 */
export async function prepareEvaluation(context: EvaluationContext): Promise<Evaluation> {
  const { executor, settings, data, metrics, extractor, classes, warn } = context;
  const requested = settings.evaluate.samples;
  const heldOut = random(settings.seed, "evaluate.real");
  const labelled = classes === undefined ? undefined : data.labelled!.heldOut(heldOut, 2 * requested);
  const real = labelled?.samples ?? data.heldOut(heldOut, 2 * requested);
  const count = Math.floor(real.shape[0]! / 2);
  if (count < 2) {
    const what = `${real.shape[0]} samples are held out, and an evaluation needs at least 4`;
    throw new TweedieError({ where: "data", what, fix: "use more data, or a larger fraction `heldOut`" });
  }
  const label = labelled && rows(labelled.labels, 0, count);
  const extraction = createFeatureExtraction(executor, extractor, data.shape, context.threads);
  const evaluator = await createEvaluator(metrics, {
    real: rows(real, 0, count),
    reference: rows(real, count, 2 * count),
    random: random(settings.seed, "evaluate"),
    extraction,
    label,
    referenceLabel: labelled && rows(labelled.labels, count, 2 * count),
  });
  if (count < requested) {
    warn(
      `evaluate.samples is ${requested}, and ${real.shape[0]} samples are held out: metrics compare ${count} with ${count}, and their spread is larger`,
    );
  }
  const unmeasured = Object.keys(evaluator.goals).filter((name) => Number.isNaN(evaluator.floors.values[name]));
  if (unmeasured.length > 0) {
    warn(
      `${unmeasured.join(", ")}: not a number for ${count} real samples on either side, which may be too few; see the page of the metric, or use more samples`,
    );
  }
  const generated = Math.max(settings.evaluate.generated ?? 0, count);
  const realLabel = labelled?.labels;
  return { evaluator, real, count, generated, label, realLabel, extraction, dispose: extraction.dispose };
}

/** Prepares the evaluation of the student of a run. */
export const prepareRunEvaluation = (
  context: Pick<RunContext, "executor" | "experiment" | "components" | "threads" | "warn">,
): Promise<Evaluation> => {
  const { data, metrics, extractor, distillation } = context.components;
  const { settings } = context.experiment;
  return prepareEvaluation({ ...context, settings, data, metrics, extractor, classes: distillation.teacher.classes });
};
