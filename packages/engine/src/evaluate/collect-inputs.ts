import { type Metric, ndarray, type NDArray, rows, type Summary } from "@tweedie/core";
import { repeatedRows, regroup, type SampleStream } from "../sampling/sample-stream.ts";
import type { FeatureExtraction } from "./feature-extraction.ts";

/** The parts of a set of samples that are kept, for each metric either a summary or the array that it reads. */
export interface MetricInputs {
  readonly summaries: readonly (Summary | undefined)[];
  readonly arrays: readonly (NDArray | undefined)[];
}

/** Number of samples that are passed on at once if no metric needs features. */
const plainBatch = 1_024;

/**
 * Reads a set of samples once, batch by batch, and keeps what each metric needs of it.
 *
 * @param label Classes of the samples, if they have any. Fewer than samples are repeated.
 */
export async function collectInputs(
  metrics: readonly Metric[],
  { count, batches }: SampleStream,
  { extraction, label }: { readonly extraction?: FeatureExtraction | undefined; readonly label?: NDArray | undefined },
): Promise<MetricInputs> {
  const summaries = metrics.map((metric) => metric.summaries?.start(count));
  const arrays = heldInputs(metrics, count);
  const needsFeatures = metrics.some(({ input = "samples" }) => input !== "samples");
  let start = 0;
  for await (const samples of regroup(batches, needsFeatures ? extraction!.batch : plainBatch)) {
    const end = start + samples.shape[0]!;
    const inputs = { samples, ...(needsFeatures && (await extraction!.extract(samples))) };
    const labels = label && repeatedRows(label, start, end);
    metrics.forEach(({ input = "samples" }, i) => summaries[i]?.add(inputs[input]!, labels));
    for (const [input, array] of arrays) array.add(inputs[input]!);
    start = end;
  }
  return {
    summaries,
    arrays: metrics.map(({ summaries, input = "samples", limit = count }) =>
      summaries ? undefined : arrays.get(input)!.first(Math.min(limit, count)),
    ),
  };
}

/** The arrays that metrics without summaries read, by input. Metrics with one input share the longest. */
function heldInputs(metrics: readonly Metric[], count: number) {
  const lengths = new Map<NonNullable<Metric["input"]>, number>();
  for (const { summaries, input = "samples", limit = count } of metrics) {
    if (!summaries) lengths.set(input, Math.max(lengths.get(input) ?? 0, Math.min(limit, count)));
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
