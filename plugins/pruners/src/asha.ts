import { definePlugin, type Report } from "@tweedie/core";
import { z } from "zod";

/**
 * Asynchronous successive halving, in the form that stops and never pauses.
 *
 * Rungs stand at `min`, `eta min`, `eta² min`, ... of the resource. A trial that reaches one goes on if it is among the best
 * `1 / eta` of all that have reached it so far; the first to come always is.
 * Li et al., "A System for Massively Parallel Hyperparameter Tuning" (MLSys 2020), algorithm 2.
 */
export default definePlugin({
  role: "pruner",
  summary: "Asynchronous successive halving",
  options: z.strictObject({
    min: z.number().positive().describe("Resource of the first rung."),
    eta: z.number().min(2).default(3).describe("One trial in so many goes on, to so many times the resource."),
  }),
  create: ({ min, eta }) => ({
    prune: ({ reports, others }) => {
      const rung = rungOf(reports.at(-1)!.resource, min, eta);
      if (rung === undefined || !hasJustReached(reports, rung)) return false;
      const value = valueAt(reports, rung)!;
      const rivals = others.flatMap(({ reports: theirs }) => valueAt(theirs, rung) ?? []);
      const survivors = Math.max(1, Math.floor((rivals.length + 1) / eta));
      return rivals.filter((rival) => rival < value).length >= survivors;
    },
  }),
});

/** The highest rung that a resource reaches. */
function rungOf(resource: number, min: number, eta: number): number | undefined {
  if (resource < min) return undefined;
  let rung = min;
  while (rung * eta <= resource) rung *= eta;
  return rung;
}

/** The value with which a trial came to a rung. */
const valueAt = (reports: readonly Report[], rung: number): number | undefined =>
  reports.find(({ resource }) => resource >= rung)?.value;

const hasJustReached = (reports: readonly Report[], rung: number): boolean => (reports.at(-2)?.resource ?? 0) < rung;
