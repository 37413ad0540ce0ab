import type { StudyState, SweepMetric } from "@tweedie/study";
import type { TopLevelSpec } from "vega-lite";
import { axisFor } from "../../figures/value-axis.ts";
import { color, countAxis, panelFrame } from "../../theme.ts";
import { isComplete } from "../sweep-data.ts";
import { failedMark, failedMarkY } from "./failed-mark.ts";

/** The metric of every configuration in the order of their suggestion, with the best value so far as a line. */
export function optimizationHistory(state: StudyState, { goal }: Pick<SweepMetric, "goal">): TopLevelSpec {
  const { configurations } = state;
  const complete = configurations.filter(isComplete).map(({ configuration, value }) => ({ at: configuration, value }));
  const pruned = prunedPoints(state);
  const failed = configurations
    .filter(({ status }) => status === "diverged" || status === "failed")
    .map(({ configuration }) => ({ at: configuration }));
  const last = configurations.at(-1)?.configuration ?? 0;
  const { scale, axis } = axisFor([...complete, ...pruned].map(({ value }) => value));
  const x = {
    field: "at",
    type: "quantitative",
    title: "configuration",
    scale: { nice: false, padding: 8 },
    axis: countAxis,
  } as const;
  const y = { field: "value", type: "quantitative", title: null, scale, axis } as const;
  return {
    ...panelFrame,
    layer: [
      {
        data: { values: bestSoFar(complete, goal, last) },
        mark: { type: "line", interpolate: "step-after", strokeWidth: 2, color: color("student") },
        encoding: { x, y },
      },
      {
        data: { values: complete },
        mark: { type: "circle", size: 36, opacity: 0.9, color: color("teacher") },
        encoding: { x, y },
      },
      {
        data: { values: pruned },
        mark: { type: "point", shape: "triangle-down", size: 40, filled: false, color: color("muted") },
        encoding: { x, y },
      },
      { data: { values: failed }, mark: failedMark, encoding: { x, y: { value: failedMarkY } } },
    ],
  };
}

interface HistoryPoint {
  /** Number of the configuration. */
  readonly at: number;
  readonly value: number;
}

/** Best value after each complete configuration, extended to the last configuration. */
function bestSoFar(complete: readonly HistoryPoint[], goal: SweepMetric["goal"], last: number): HistoryPoint[] {
  const better = goal === "minimize" ? Math.min : Math.max;
  let best: number | undefined;
  const points = complete.map(({ at, value }) => ({ at, value: (best = better(best ?? value, value)) }));
  return best === undefined ? [] : [...points, { at: last, value: best }];
}

/** Pruned configurations with the last report of their first trial that has one. */
const prunedPoints = ({ configurations, trials }: StudyState): HistoryPoint[] =>
  configurations.flatMap(({ configuration, status, trials: own }) => {
    const value = own.map((trial) => trials[trial]?.reports.at(-1)?.value).find((each) => Number.isFinite(each));
    return status === "pruned" && value !== undefined ? [{ at: configuration, value }] : [];
  });
