import { definePlugin, type TrialReport } from "@tweedie/core";
import { z } from "zod";

/**
 * Asynchronous successive halving, in the variant that stops trials instead of pausing them.
 *
 * The rungs are at `min`, `eta min`, `eta² min`, ... of the resource. A trial that reaches a rung continues if it is among the best
 * `1 / eta` of all trials that have reached it so far; the first trial always continues. A report that passes several rungs is judged
 * at each of them, with its one value, as in Optuna. The value of another trial at a rung is that of its first report from there on.
 * Li et al., "A System for Massively Parallel Hyperparameter Tuning" (MLSys 2020), algorithm 2.
 */
export default definePlugin({
  role: "pruner",
  summary: "Asynchronous successive halving (ASHA)",
  aliases: ["hyperband", "successive-halving", "sha"],
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
      const { value, resource } = reports.at(-1)!;
      return rungsBetween(reports.at(-2)?.resource ?? 0, resource, { min, eta }).some((rung) => {
        const rivals = others.flatMap(({ reports: theirs }) => valueAt(theirs, rung) ?? []);
        const survivors = Math.max(1, Math.floor((rivals.length + 1) / eta));
        return rivals.filter((rival) => rival < value).length >= survivors;
      });
    },
  }),
});

/** The rungs above one resource and up to another. */
function rungsBetween(from: number, to: number, { min, eta }: { min: number; eta: number }): number[] {
  const rungs: number[] = [];
  for (let rung = min; rung <= to; rung *= eta) if (rung > from) rungs.push(rung);
  return rungs;
}

/** Value of the first report at or above a rung. */
const valueAt = (reports: readonly TrialReport[], rung: number): number | undefined =>
  reports.find(({ resource }) => resource >= rung)?.value;
