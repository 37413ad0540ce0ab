import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/**
 * Ends a trial whose best value so far is worse than the median of the others at the same resource. Only trials that ran to
 * their end count.
 *
 * Golovin et al., "Google Vizier" (KDD 2017), section 3.2.2, with best values in place of running means, as Optuna has it.
 */
export default definePlugin({
  role: "pruner",
  summary: "Ends what is worse than the median of the others",
  options: z.strictObject({
    startup: z.int().min(1).default(5).describe("Trials that must be complete before any is ended."),
    warmup: z.number().min(0).default(0).describe("Resource before which none is ended."),
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
