import type { Metric, StudyState } from "@tweedie/study";
import type { TopLevelSpec } from "vega-lite";
import { axisFor } from "../../figures/value-axis.ts";
import { color, panelFrame } from "../../theme.ts";

/** Height at which crosses stand for what has no value. */
export const crossHeight = 5;

/** A diagonal cross, as the outline of a mark. */
export const cross = "M-1,-1L1,1M1,-1L-1,1";

/** Every configuration in the order in which it was tried, and the best so far. */
export function history({ configurations, trials }: StudyState, { name, goal }: Metric): TopLevelSpec {
  const isFinite = (value: number | undefined): value is number => Number.isFinite(value);
  const complete = configurations.flatMap(({ configuration, value, status }) =>
    isFinite(value) && status === "complete" ? [{ at: configuration, value }] : [],
  );
  const better = goal === "minimize" ? Math.min : Math.max;
  let best: number | undefined;
  const sofar = complete.map(({ at, value }) => ({ at, value: (best = better(best ?? value, value)) }));
  const last = configurations.at(-1)?.configuration ?? 0;
  const steps = best === undefined ? [] : [...sofar, { at: last, value: best }];
  const pruned = configurations.flatMap(({ configuration, status, trials: own }) => {
    const value = own.map((trial) => trials[trial]?.reports.at(-1)?.value).find(isFinite);
    return status === "pruned" && isFinite(value) ? [{ at: configuration, value }] : [];
  });
  const lost = configurations
    .filter(({ status }) => status === "diverged" || status === "failed")
    .map(({ configuration }) => ({ at: configuration }));
  const { scale, axis } = axisFor([...complete, ...pruned].map(({ value }) => value));
  const x = { field: "at", type: "quantitative", title: "configuration", scale: { nice: false, padding: 8 } } as const;
  const y = { field: "value", type: "quantitative", title: name, scale, axis } as const;
  return {
    ...panelFrame,
    layer: [
      {
        data: { values: steps },
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
      {
        data: { values: lost },
        mark: { type: "point", shape: cross, size: 14, strokeWidth: 1.5, color: color("ink") },
        encoding: { x, y: { value: crossHeight } },
      },
    ],
  };
}
