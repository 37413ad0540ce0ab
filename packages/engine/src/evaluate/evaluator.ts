import { type Metric, type NDArray, type Random, TweedieError } from "@tweedie/core";
import { concatenate, type SampleStream, streamOfArray, streamOfArrays } from "../sampling/sample-stream.ts";
import { collectInputs, type MetricInputs } from "./collect-inputs.ts";
import type { FeatureExtraction } from "./feature-extraction.ts";
import { gaussianLike } from "./gaussian-like.ts";
import { meansOf, type MetricValues, spreadsOf } from "./metric-values.ts";
import { randomHalves } from "./subsets.ts";

/** Metrics of a set of samples, and their standard deviations over such sets. */
export interface MeasuredMetrics {
  readonly values: MetricValues;
  /** Standard deviations, estimated from random halves of the samples and of the reference. */
  readonly spreads: MetricValues;
}

/** Measures samples against the same held-out data at every call, so that values of different steps and runs are comparable. */
export interface Evaluator {
  readonly goals: Metric["goals"];
  /** Descriptions of the values that have one. */
  readonly descriptions: NonNullable<Metric["descriptions"]>;
  /** Metrics between two sets of real samples, the best that a generator can reach: means and spreads over random splits of the real samples. */
  readonly floors: MeasuredMetrics;
  /** Metrics of a Gaussian with the data's mean and covariance: a trained generator must do better. */
  readonly baselines: MetricValues;
  measure(samples: SampleStream): Promise<MetricValues>;
  /** The same with spreads. It takes about five times as long. */
  measureWithSpreads(samples: SampleStream): Promise<MeasuredMetrics>;
}

interface EvaluatorOptions {
  /** Real samples that the floors are measured with, besides the reference. */
  readonly real: NDArray;
  /** Real samples that all others are compared with. */
  readonly reference: NDArray;
  readonly random: Random;
  /** Needed if a metric's input is features or classes. */
  readonly extraction?: FeatureExtraction;
  /** Classes of the real samples, and, repeated, of all samples to be measured: `[n]`. */
  readonly label?: NDArray | undefined;
  /** Classes of the reference: `[m]`. Needed with `label`. */
  readonly referenceLabel?: NDArray | undefined;
}

/** Returns a function that measures samples against a reference, without floors and baselines. */
export async function createComparison(
  metrics: readonly Metric[],
  { reference, random, extraction, label }: Omit<EvaluatorOptions, "real">,
): Promise<Evaluator["measure"]> {
  const { whole: references } = await collectInputs(metrics, streamOfArray(reference), { extraction });
  return async (samples) => {
    const { whole } = await collectInputs(metrics, samples, { extraction, label });
    return compare(metrics, whole, references, random);
  };
}

/** Number of random splits of the real samples, and of random halves of a set of samples. */
const splits = 8;

/** Creates an evaluator and measures floors and baselines. */
export async function createEvaluator(metrics: readonly Metric[], options: EvaluatorOptions): Promise<Evaluator> {
  const { reference, random, extraction, label } = options;
  const halvesOf = (count: number, name: string) =>
    Array.from({ length: splits }, (_, k) => randomHalves(count, random.child(`${name}.${k}`))[0]);
  const subsets = halvesOf(reference.shape[0]!, "reference");
  const references = await collectInputs(metrics, streamOfArray(reference), { extraction, subsets });
  const measure = async (samples: SampleStream): Promise<MetricValues> => {
    const { whole } = await collectInputs(metrics, samples, { extraction, label });
    return compare(metrics, whole, references.whole, random);
  };
  return {
    goals: Object.assign({}, ...metrics.map(({ goals }) => goals)) as Metric["goals"],
    descriptions: Object.assign({}, ...metrics.map(({ descriptions }) => descriptions)) as Evaluator["descriptions"],
    floors: await measureFloors(metrics, options),
    baselines: await measure(streamOfArray(gaussianLike(reference, random.child("baseline")))),
    measure,
    async measureWithSpreads(samples) {
      const subsets = halvesOf(samples.count, "samples");
      const { whole, parts } = await collectInputs(metrics, samples, { extraction, label, subsets });
      const halves = parts.map((samples, k) => ({ samples, reference: references.parts[k]!, random }));
      return { values: compare(metrics, whole, references.whole, random), spreads: spreadsOver(metrics, halves) };
    },
  };
}

/** Metrics between the halves of all real samples, split at random several times. */
async function measureFloors(
  metrics: readonly Metric[],
  { real, reference, random, extraction, label, referenceLabel }: EvaluatorOptions,
): Promise<MeasuredMetrics> {
  const pool = streamOfArrays([real, reference]);
  const subsets = Array.from({ length: splits }, (_, k) => randomHalves(pool.count, random.child(`floor.${k}`)));
  const { parts } = await collectInputs(metrics, pool, {
    extraction,
    label: label && referenceLabel && concatenate([label, referenceLabel]),
    subsets: subsets.flat(),
    held: 2,
  });
  const draws = subsets.map((_, k) => compare(metrics, parts[2 * k]!, parts[2 * k + 1]!, random));
  return { values: meansOf(draws), spreads: spreadsOf(draws) };
}

/** Values of all metrics of samples against a reference. */
const compare = (
  metrics: readonly Metric[],
  samples: MetricInputs,
  reference: MetricInputs,
  random: Random,
): MetricValues =>
  Object.assign({}, ...metrics.map((_, i) => compareBy(metrics, i, { samples, reference, random }))) as MetricValues;

interface Compared {
  readonly samples: MetricInputs;
  readonly reference: MetricInputs;
  readonly random: Random;
}

/** Values of the metric at an index. */
function compareBy(metrics: readonly Metric[], index: number, { samples, reference, random }: Compared): MetricValues {
  const metric = metrics[index]!;
  if (metric.summaries) return metric.summaries.compare(samples.summaries[index]!, reference.summaries[index]!);
  const { array, label } = samples.array(index);
  return metric.measure(array, reference.array(index).array, random.child(`metric.${index}`), label);
}

/** Standard deviations of all metrics over pairs of sets. A metric that needs more samples than the sets have is left out. */
function spreadsOver(metrics: readonly Metric[], pairs: readonly Compared[]): MetricValues {
  const spreads = metrics.map((_, i) => {
    try {
      return spreadsOf(pairs.map((pair) => compareBy(metrics, i, pair)));
    } catch (error) {
      if (error instanceof TweedieError) return {};
      throw error;
    }
  });
  return Object.assign({}, ...spreads) as MetricValues;
}
