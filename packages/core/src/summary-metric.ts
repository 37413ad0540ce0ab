import type { Metric, Summaries, Summary } from "./contracts/evaluation.ts";
import type { NDArray } from "./ndarray.ts";

/** Defines a metric by summaries of sets of samples: values of arrays are those of their summaries. */
export function summaryMetric<S extends Summary>({
  input,
  goals,
  descriptions,
  start,
  compare,
}: Pick<Metric, "input" | "goals" | "descriptions"> & Summaries<S>): Metric {
  const summarize = (samples: NDArray, label?: NDArray): S => {
    const summary = start(samples.shape[0]!);
    summary.add(samples, label);
    return summary;
  };
  return {
    ...(input && { input }),
    goals,
    ...(descriptions && { descriptions }),
    summaries: { start, compare },
    measure: (samples, reference, _, label) => compare(summarize(samples, label), summarize(reference)),
  };
}
