import { type Metric, type MetricInput, ndarray, type NDArray, rows, type Summary } from "@tweedie/core";
import { repeatedRows, regroup, type SampleStream } from "../sampling/sample-stream.ts";
import type { FeatureExtraction } from "./feature-extraction.ts";
import { indicesOf, selectRows, type Subset } from "./subsets.ts";

/** Inputs of each metric from a set of samples: a summary, or the array that it reads with the classes of its samples. */
export interface MetricInputs {
  readonly summaries: readonly (Summary | undefined)[];
  /** Input of the metric at an index, which has no summary. */
  array(index: number): { readonly array: NDArray; readonly label: NDArray | undefined };
}

interface CollectOptions {
  readonly extraction?: FeatureExtraction | undefined;
  /** Classes of the samples, if they have any. Fewer than samples are repeated. */
  readonly label?: NDArray | undefined;
  /** Parts of the set whose inputs are also kept. */
  readonly subsets?: readonly Subset[];
  /** Multiple of a metric's limit of samples that is held. Default: 1. */
  readonly held?: number;
}

/** Inputs of a whole set, and of its subsets. */
interface Collected {
  readonly whole: MetricInputs;
  readonly parts: readonly MetricInputs[];
}

/** Number of samples that are passed on at once if no metric needs features. */
const plainBatch = 1_024;

/** Reads a set of samples once, batch by batch, and keeps what each metric needs of it. */
export async function collectInputs(
  metrics: readonly Metric[],
  { count, batches }: SampleStream,
  { extraction, label, subsets = [], held = 1 }: CollectOptions,
): Promise<Collected> {
  const sets = [{ count, includes: undefined }, ...subsets].map((subset) => ({
    ...subset,
    summaries: metrics.map((metric) => metric.summaries?.start(subset.count)),
  }));
  const arrays = heldInputs(metrics, count, held);
  const needsFeatures = metrics.some(({ input = "samples" }) => input !== "samples");
  let start = 0;
  for await (const samples of regroup(batches, needsFeatures ? extraction!.batch : plainBatch)) {
    const end = start + samples.shape[0]!;
    const inputs: Batch = { samples, ...(needsFeatures && (await extraction!.extract(samples))) };
    const labels = label && repeatedRows(label, start, end);
    for (const { summaries, includes } of sets) addToSummaries(metrics, summaries, { inputs, labels, start, includes });
    for (const [input, array] of arrays) array.add(inputs[input]!);
    start = end;
  }
  const inputsOf = ({ summaries, includes }: (typeof sets)[number]): MetricInputs => ({
    summaries,
    array(index) {
      const { input = "samples", limit = count } = metrics[index]!;
      const first = arrays.get(input)!.first(Math.min(held * limit, count));
      const labels = label && repeatedRows(label, 0, first.shape[0]!);
      if (!includes) return { array: first, label: labels };
      const positions = indicesOf(includes, 0, first.shape[0]!);
      return { array: selectRows(first, positions), label: labels && selectRows(labels, positions) };
    },
  });
  const [whole, ...parts] = sets.map(inputsOf);
  return { whole: whole!, parts };
}

/** Forms of a batch of samples. */
type Batch = Readonly<Partial<Record<MetricInput, NDArray>>>;

interface AddedBatch {
  readonly inputs: Batch;
  readonly labels: NDArray | undefined;
  /** Index of its first sample in the whole set. */
  readonly start: number;
  /** Samples that are added. Default: all. */
  readonly includes: Subset["includes"] | undefined;
}

function addToSummaries(
  metrics: readonly Metric[],
  summaries: readonly (Summary | undefined)[],
  { inputs, labels, start, includes }: AddedBatch,
): void {
  if (summaries.every((summary) => summary === undefined)) return;
  const positions = includes && indicesOf(includes, start, Object.values(inputs)[0]!.shape[0]!);
  if (positions?.length === 0) return;
  const part = <T extends NDArray | undefined>(array: T) => array && (positions ? selectRows(array, positions) : array);
  metrics.forEach(({ input = "samples" }, i) => summaries[i]?.add(part(inputs[input]!)!, part(labels)));
}

/** The arrays that metrics without summaries read, by input. Metrics with one input share the longest. */
function heldInputs(metrics: readonly Metric[], count: number, held: number) {
  const lengths = new Map<MetricInput, number>();
  for (const { summaries, input = "samples", limit = count } of metrics) {
    if (!summaries) lengths.set(input, Math.max(lengths.get(input) ?? 0, Math.min(held * limit, count)));
  }
  return new Map([...lengths].map(([input, length]) => [input, growingArray(length)] as const));
}

/** Copies the first `length` samples that are added. */
function growingArray(length: number) {
  let array: NDArray | undefined;
  let end = 0;
  return {
    add({ shape: [count = 0, ...shape], data }: NDArray): void {
      const size = data.length / count;
      array ??= ndarray([length, ...shape], new Float32Array(length * size));
      const taken = Math.min(count, length - end);
      array.data.set(data.subarray(0, taken * size), end * size);
      end += taken;
    },
    first: (count: number): NDArray => rows(array!, 0, count),
  };
}
