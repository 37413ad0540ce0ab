import type { MetricsRow } from "../run/metrics-rows.ts";
import { meansOf, type MetricValues, spreadsOf } from "./metric-values.ts";

/** Metrics of the last evaluations of a run: means, and the spreads of these means. */
export interface AveragedMetrics {
  readonly values: MetricValues;
  readonly spreads: MetricValues;
  /** Steps of the evaluations. */
  readonly steps: number[];
}

/**
 * Averages the metrics of the last `count` evaluations after step 0, or of as many as there are.
 *
 * All evaluations use the same latents and real samples, so the spread over sets of samples does not fall with their number. The
 * variance of a mean is that spread squared, plus the variance between the evaluations divided by their number.
 *
 * @param sampling Spreads over sets of samples, of one evaluation.
 */
export function averageEvaluations(
  rows: readonly MetricsRow[],
  { names, count, sampling }: { names: readonly string[]; count: number; sampling: MetricValues },
): AveragedMetrics {
  const last = rows
    .filter(({ phase, step, values }) => phase === "distill" && step > 0 && names.every((name) => name in values))
    .slice(-count);
  const values = last.map((row) => Object.fromEntries(names.map((name) => [name, row.values[name]!])));
  const between = values.length > 1 ? spreadsOf(values) : {};
  const spreads = Object.entries(sampling).map(([name, spread]) => [
    name,
    Math.hypot(spread, (between[name] ?? 0) / Math.sqrt(values.length)),
  ]);
  return { values: meansOf(values), spreads: Object.fromEntries(spreads), steps: last.map(({ step }) => step) };
}
