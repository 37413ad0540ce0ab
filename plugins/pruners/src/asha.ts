import { definePlugin, type TrialReport } from "@tweedie/core";
import { z } from "zod";

/**
 * Asynchronous successive halving, in the variant that stops trials instead of pausing them.
 *
 * The rungs are at `min`, `eta min`, `eta² min`, ... of the resource. A trial that reaches a rung continues if it is among the best
 * `1 / eta` of all trials that have reached it so far; the first trial always continues.
 * Li et al., "A System for Massively Parallel Hyperparameter Tuning" (MLSys 2020), algorithm 2.
 */
export default definePlugin({
  role: "pruner",
  summary: "Asynchronous successive halving (ASHA)",
  options: z.strictObject({
    min: z
      .number()
      .positive()
      .describe("Resource at the first rung: training steps, or samples.")
      .meta({ example: 500 }),
    eta: z
      .number()
      .min(2)
      .default(3)
      .describe(
        "Reduction factor: at each rung one trial in eta continues, and the next rung is at eta times the resource.",
      ),
  }),
  create: ({ min, eta }) => ({
    prune: ({ reports, others }) => {
      const rung = highestRung(reports.at(-1)!.resource, min, eta);
      if (rung === undefined || !hasJustReached(reports, rung)) return false;
      const value = valueAt(reports, rung)!;
      const rivals = others.flatMap(({ reports: theirs }) => valueAt(theirs, rung) ?? []);
      const survivors = Math.max(1, Math.floor((rivals.length + 1) / eta));
      return rivals.filter((rival) => rival < value).length >= survivors;
    },
  }),
});

/** The highest rung at or below a resource; undefined below the first one. */
function highestRung(resource: number, min: number, eta: number): number | undefined {
  if (resource < min) return undefined;
  let rung = min;
  while (rung * eta <= resource) rung *= eta;
  return rung;
}

/** Value of the first report at or above a rung. */
const valueAt = (reports: readonly TrialReport[], rung: number): number | undefined =>
  reports.find(({ resource }) => resource >= rung)?.value;

const hasJustReached = (reports: readonly TrialReport[], rung: number): boolean =>
  (reports.at(-2)?.resource ?? 0) < rung;
