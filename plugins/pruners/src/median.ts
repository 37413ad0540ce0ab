import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/**
 * Median stopping rule: stops a trial whose best value is worse than the median of the complete trials at the same resource.
 *
 * Golovin et al., "Google Vizier" (KDD 2017), section 3.2.2, with best values instead of running means, as in Optuna. A complete trial
 * without a report at the resource takes part with its last one before, where Optuna leaves it out: trials of a sweep may be
 * evaluated at different steps. Only trials with such a report count for `startup`.
 */
export default definePlugin({
  role: "pruner",
  summary: "Median stopping rule",
  options: z.strictObject({
    startup: z
      .int()
      .min(1)
      .default(5)
      .describe("Number of complete trials, with a report at the resource or before, below which no trial is stopped."),
    warmup: z.number().min(0).default(0).describe("Resource before which no trial is stopped."),
  }),
  create: ({ startup, warmup }) => ({
    prune: ({ reports, others }) => {
      const { resource } = reports.at(-1)!;
      const rivals = others
        .filter(({ isComplete }) => isComplete)
        .flatMap(({ reports: theirs }) => theirs.findLast((report) => report.resource <= resource)?.value ?? []);
      if (resource < warmup || rivals.length < startup) return false;
      return Math.min(...reports.map(({ value }) => value)) > median(rivals);
    },
  }),
});

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
