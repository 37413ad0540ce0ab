import type { StudyState } from "@tweedie/study";
import type { Point } from "../figures/curve.ts";
import type { Series } from "../figures/series-curves.ts";
import type { ColorName } from "../theme.ts";
import type { SweptAxis } from "./axis.ts";
import { groupsOf } from "./groups.ts";

const colors: readonly ColorName[] = ["student", "fakeScore", "teacher", "muted"];

/** The metric over training by the value of a parameter: the mean of the trials that came as far. More numbers than colours are joined to three groups. */
export function valueCurves(
  axis: SweptAxis,
  { configurations, trials }: StudyState,
  curves: ReadonlyMap<number, readonly Point[]>,
): Series[] {
  const groups = groupsOf(axis, configurations, axis.values.length <= colors.length ? colors.length : 3);
  // Choices cannot be joined: the first ones are shown.
  return groups.slice(0, colors.length).flatMap(({ label, has }, i) => {
    const own = trials.filter(({ configuration }) => has(configurations[configuration]!));
    const points = meanOf(own.map(({ trial }) => curves.get(trial) ?? []));
    return points.length < 2 ? [] : [{ name: label, color: colors[i]!, points }];
  });
}

function meanOf(curves: readonly (readonly Point[])[]): Point[] {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const { step, value } of curves.flat()) {
    if (!Number.isFinite(value)) continue;
    const { sum, count } = sums.get(step) ?? { sum: 0, count: 0 };
    sums.set(step, { sum: sum + value, count: count + 1 });
  }
  return [...sums].map(([step, { sum, count }]) => ({ step, value: sum / count })).sort((a, b) => a.step - b.step);
}
