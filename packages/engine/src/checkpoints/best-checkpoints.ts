import type { Metric } from "@tweedie/core";
import type { Settings } from "../experiment/settings.ts";
import type { MetricsRow } from "../run/metrics-rows.ts";
import type { RunStatus } from "../run/run-folder.ts";

/** Rule by which the best checkpoints are kept. */
export interface BestRule extends NonNullable<Settings["checkpoint"]["keepBest"]> {
  readonly goal: "minimize" | "maximize";
}

/** Checkpoints that are kept as the best ones, best first. */
export type BestCheckpoints = NonNullable<RunStatus["best"]>;

/** Rule of an experiment; undefined if it has none. */
export const bestRuleOf = ({ keepBest }: Settings["checkpoint"], goals: Metric["goals"]): BestRule | undefined =>
  keepBest && { ...keepBest, goal: goals[keepBest.metric]! };

/**
 * Returns the best of the steps with a checkpoint, by the rows of the log. Of equal values the earlier one is better; a step without a
 * finite value is none.
 */
export function bestCheckpoints(
  { metric, goal, count }: BestRule,
  rows: readonly MetricsRow[],
  steps: readonly number[],
): BestCheckpoints {
  const sign = goal === "minimize" ? 1 : -1;
  const measured = rows
    .filter(({ phase, step, values }) => phase === "distill" && steps.includes(step) && Number.isFinite(values[metric]))
    .map(({ step, values }) => ({ step, value: values[metric]! }));
  const sorted = measured.sort((a, b) => sign * (a.value - b.value) || a.step - b.step);
  return { metric, goal, checkpoints: sorted.slice(0, count) };
}
