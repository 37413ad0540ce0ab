import type { AlarmSettings } from "../experiment/settings.ts";
import type { MetricsRow } from "../run/metrics-rows.ts";

/** Reason to end a run early. */
export interface Alarm {
  readonly end: "collapsed" | "diverged";
  readonly reason: string;
}

type Row = Pick<MetricsRow, "step" | "values">;

const hasNonFiniteLoss = ({ values }: Row): boolean =>
  Object.entries(values).some(([name, value]) => name.startsWith("loss.") && !Number.isFinite(value));

/**
 * Returns an alarm if each of the last `patience` evaluations shows that the student has collapsed or diverged.
 *
 * A student may start with a small spread, as one denoising step of pure noise is blurred. A spread that is not below the initial
 * one, or that has doubled over these evaluations, is therefore not a collapse.
 */
export function checkAlarms(evaluations: readonly Row[], settings: AlarmSettings): Alarm | undefined {
  if (settings === null) return undefined;
  const { collapse, divergence, patience } = settings;
  const recent = evaluations.filter(({ step }) => step > 0).slice(-patience);
  if (recent.length < patience) return undefined;
  const since = `at every evaluation since step ${recent[0]!.step}`;
  const spreads = recent.map(({ values }) => values["diag.spread"]!);
  const last = spreads.at(-1)!;

  if (recent.every(hasNonFiniteLoss)) return { end: "diverged", reason: `a loss was not finite ${since}` };
  // Negated, so that NaN counts as diverged.
  if (divergence !== null && spreads.every((spread) => !(spread <= divergence))) {
    const reason = `the student's spread was more than ${divergence} times the data's ${since}; now it is ${last.toPrecision(3)} times the data's`;
    return { end: "diverged", reason };
  }
  const initial = evaluations.find(({ step }) => step === 0)?.values["diag.spread"] ?? Infinity;
  if (collapse !== null && spreads.every((spread) => spread < Math.min(collapse, initial)) && last < 2 * spreads[0]!) {
    const reason = `the student's spread was less than ${collapse} times the data's ${since}; now it is ${last.toPrecision(3)} times the data's`;
    return { end: "collapsed", reason };
  }
  return undefined;
}
