import type { Metric, NDArray, Random } from "@tweedie/core";
import { repeatedRows, type SampleStream, streamOfArray } from "../sampling/sample-stream.ts";
import { collectInputs } from "./collect-inputs.ts";
import type { FeatureExtraction } from "./feature-extraction.ts";
import { gaussianLike } from "./gaussian-like.ts";

/** Values of metrics, losses or diagnostics by name. */
export type MetricValues = Readonly<Record<string, number>>;

/** Measures samples against the same held-out data at every call, so that values of different steps and runs are comparable. */
export interface Evaluator {
  readonly goals: Metric["goals"];
  /** Metrics between two sets of real samples: the best that a generator can reach, up to sampling error. */
  readonly floors: MetricValues;
  /** Metrics of a Gaussian with the data's mean and covariance: a trained generator must do better. */
  readonly baselines: MetricValues;
  measure(samples: SampleStream): Promise<MetricValues>;
}

interface EvaluatorOptions {
  /** Real samples that the floors are measured with. */
  readonly real: NDArray;
  /** Real samples that all others are compared with. */
  readonly reference: NDArray;
  readonly random: Random;
  /** Needed if a metric's input is features or classes. */
  readonly extraction?: FeatureExtraction;
  /** Classes of the real samples, and, repeated, of all samples to be measured: `[n]`. */
  readonly label?: NDArray | undefined;
}

/** Creates an evaluator and measures floors and baselines. */
export async function createEvaluator(
  metrics: readonly Metric[],
  { real, reference, random, extraction, label }: EvaluatorOptions,
): Promise<Evaluator> {
  const references = await collectInputs(metrics, streamOfArray(reference), { extraction });
  const measure = async (samples: SampleStream): Promise<MetricValues> => {
    const inputs = await collectInputs(metrics, samples, { extraction, label });
    const values = metrics.map((metric, i) => {
      if (metric.summaries) return metric.summaries.compare(inputs.summaries[i]!, references.summaries[i]!);
      const [x, y] = [inputs.arrays[i]!, references.arrays[i]!];
      return metric.measure(x, y, random.child(`metric.${i}`), label && repeatedRows(label, 0, x.shape[0]!));
    });
    return Object.assign({}, ...values) as MetricValues;
  };
  return {
    goals: Object.assign({}, ...metrics.map(({ goals }) => goals)) as Metric["goals"],
    floors: await measure(streamOfArray(real)),
    baselines: await measure(streamOfArray(gaussianLike(reference, random.child("baseline")))),
    measure,
  };
}

/** Multiple of its floor up to which a distance counts as converged. */
const floorTolerance = 2;

/**
 * Returns the reason why a student does not count as trained, or undefined if it does. By the first metric it must beat the
 * Gaussian with the data's moments, or come within a factor of 2 of the floor.
 */
export function notConverged(
  { goals, floors, baselines }: Omit<Evaluator, "measure">,
  values: MetricValues,
): string | undefined {
  const [name] = Object.keys(goals);
  if (name === undefined) return undefined;
  const [value, floor, baseline] = [values[name]!, floors[name]!, baselines[name]!];
  const isConverged =
    goals[name] === "minimize"
      ? value <= Math.max(baseline, floorTolerance * floor)
      : value >= Math.min(baseline, floor / floorTolerance);
  if (isConverged) return undefined;
  return `${name} is ${rounded(value)}, no better than a Gaussian with the data's mean and covariance (${rounded(baseline)})`;
}

const rounded = (value: number): number => Number(value.toPrecision(3));
