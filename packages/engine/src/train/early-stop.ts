import type { Metric } from "@tweedie/core";
import type { Settings } from "../experiment/settings.ts";
import type { MetricsRow } from "../run/metrics-rows.ts";

/** Rule by which a run ends before its last step. */
export type StopSettings = Settings["distill"]["stop"];

/** Returns the reason to end a run after its last evaluation, if its metric has not improved for `patience` evaluations; else undefined. */
export function reasonToStop(
  evaluations: readonly Pick<MetricsRow, "step" | "values">[],
  settings: StopSettings,
  goals: Metric["goals"],
): string | undefined {
  if (!settings) return undefined;
  const { metric, patience, minDelta } = settings;
  const sign = goals[metric] === "maximize" ? -1 : 1;
  let best: { readonly step: number; readonly value: number } | undefined;
  let waited = 0;
  for (const { step, values } of evaluations.filter(({ step }) => step > 0)) {
    const value = values[metric]!;
    const improves = Number.isFinite(value) && (!best || sign * (best.value - value) > minDelta);
    if (improves) best = { step, value };
    waited = improves ? 0 : waited + 1;
  }
  if (waited < patience) return undefined;
  const since = best
    ? `since step ${best.step.toLocaleString("en")}, where it was ${Number(best.value.toPrecision(3))}`
    : "and has no finite value";
  const delta = minDelta > 0 ? ` by more than ${minDelta}` : "";
  return `stopped early: ${metric} has not improved${delta} for ${waited} ${waited === 1 ? "evaluation" : "evaluations"} ${since}`;
}
