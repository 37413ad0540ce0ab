import { nearest } from "@tweedie/config";
import type { Metric, Problem } from "@tweedie/core";
import type { Combination } from "../experiment/experiment.ts";

/** Finds keys that name a metric which the experiment does not measure. */
export function metricNameProblems(
  { settings: { checkpoint, distill } }: Pick<Combination, "settings">,
  { metrics }: { readonly metrics: readonly Metric[] },
): Problem[] {
  const names = metrics.flatMap(({ goals }) => Object.keys(goals));
  const keys = {
    "checkpoint.keepBest.metric": checkpoint.keepBest?.metric,
    "distill.stop.metric": distill.stop?.metric,
  };
  return Object.entries(keys).flatMap(([where, name]) => {
    if (name === undefined || names.includes(name)) return [];
    const similar = nearest(name, names);
    const fix =
      names.length === 0
        ? "add metrics: `evaluate: { metrics: [metrics/sliced-wasserstein] }`"
        : similar === undefined
          ? `use one of its metrics: ${names.join(", ")}`
          : `did you mean \`${similar}\`?`;
    return [{ where, what: `the experiment does not measure \`${name}\``, fix }];
  });
}
