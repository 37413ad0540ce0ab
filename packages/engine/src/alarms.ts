import type { AlarmSettings } from "./experiment/settings.ts";
import type { MetricsRow } from "./run/metrics-log.ts";

/** Why a run is given up. */
export interface Alarm {
  readonly end: "collapsed" | "diverged";
  readonly reason: string;
}

type Row = Pick<MetricsRow, "step" | "values">;

const isBroken = ({ values }: Row): boolean =>
  Object.entries(values).some(([name, value]) => name.startsWith("loss.") && !Number.isFinite(value));

/**
 * Whether the last evaluations, as many as there is patience for, all say that the student is lost.
 *
 * A student may begin blurred, as one denoising of much noise is: a spread that is not below that of the beginning, or that has
 * doubled meanwhile, is no collapse.
 */
export function alarmOf(evaluations: readonly Row[], settings: AlarmSettings): Alarm | undefined {
  if (settings === null) return undefined;
  const { collapse, divergence, patience } = settings;
  const recent = evaluations.filter(({ step }) => step > 0).slice(-patience);
  if (recent.length < patience) return undefined;
  const since = `at every evaluation since step ${recent[0]!.step}`;
  const spreads = recent.map(({ values }) => values["diag.spread"]!);
  const last = spreads.at(-1)!;

  if (recent.every(isBroken)) return { end: "diverged", reason: `a loss was not finite ${since}` };
  if (divergence !== null && spreads.every((spread) => !(spread <= divergence))) {
    const reason = `the student's spread was more than ${divergence} times the data's ${since}, and is ${last.toPrecision(3)} times it`;
    return { end: "diverged", reason };
  }
  const beginning = evaluations.find(({ step }) => step === 0)?.values["diag.spread"] ?? Infinity;
  if (
    collapse !== null &&
    spreads.every((spread) => spread < Math.min(collapse, beginning)) &&
    last < 2 * spreads[0]!
  ) {
    const reason = `the student's spread was less than ${collapse} of the data's ${since}, and is ${last.toPrecision(3)} of it`;
    return { end: "collapsed", reason };
  }
  return undefined;
}
