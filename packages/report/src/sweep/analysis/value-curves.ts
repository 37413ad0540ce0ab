import type { StudyState } from "@tweedie/study";
import type { CurvePoint } from "../../figures/curve.ts";
import type { Series } from "../../figures/series-curves.ts";
import type { ColorName } from "../../theme.ts";
import type { ParameterAxis } from "./parameter-axis.ts";
import { groupsOf } from "./value-groups.ts";

const colors: readonly ColorName[] = ["student", "fakeScore", "teacher", "muted", "ink"];

/** Maximum number of curves of a parameter. */
export const mostCurves = colors.length;

/**
 * The metric during training for each value of a parameter: the mean over the trials that reached the step.
 * More numbers than colours are grouped into three intervals; of a choice only the first values are shown.
 */
export function valueCurves(
  axis: ParameterAxis,
  { configurations, trials }: StudyState,
  curves: ReadonlyMap<number, readonly CurvePoint[]>,
): Series[] {
  const groups = groupsOf(axis, configurations, axis.values.length <= colors.length ? colors.length : 3);
  return groups.slice(0, colors.length).flatMap(({ label, has }, i) => {
    const own = trials.filter(({ configuration }) => has(configurations[configuration]!));
    const points = meanCurve(own.map(({ trial }) => curves.get(trial) ?? []));
    return points.length < 2 ? [] : [{ name: label, color: colors[i]!, points }];
  });
}

/** Mean of the finite values at each step. */
function meanCurve(curves: readonly (readonly CurvePoint[])[]): CurvePoint[] {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const { step, value } of curves.flat()) {
    if (!Number.isFinite(value)) continue;
    const { sum, count } = sums.get(step) ?? { sum: 0, count: 0 };
    sums.set(step, { sum: sum + value, count: count + 1 });
  }
  return [...sums].map(([step, { sum, count }]) => ({ step, value: sum / count })).sort((a, b) => a.step - b.step);
}
