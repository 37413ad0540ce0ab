import type { Metric, StudyState } from "@tweedie/study";
import type { TopLevelSpec } from "vega-lite";
import { axisFor } from "../../figures/value-axis.ts";
import { color, panelFrame } from "../../theme.ts";
import type { SweptAxis } from "../axis.ts";
import { cross, crossHeight } from "./history.ts";
import { parameterEncoding } from "./value-scale.ts";

/** The metric against one parameter: every trial, and mean and spread of every configuration. */
export function slice(swept: SweptAxis, { configurations, trials }: StudyState, { name }: Metric): TopLevelSpec {
  const at = (configuration: number) => {
    const value = swept.valueOf(configurations[configuration]!);
    return value === undefined ? undefined : swept.kind === "choice" ? String(value) : value;
  };
  const each = trials.flatMap((trial) => {
    const place = at(trial.configuration);
    return place === undefined ? [] : [{ ...trial, at: place }];
  });
  const isFinite = (value: number | undefined): value is number => Number.isFinite(value);
  const complete = each.flatMap(({ at, status, value }) =>
    status === "complete" && isFinite(value) ? [{ at, value }] : [],
  );
  const pruned = each.flatMap(({ at, status, reports }) => {
    const value = reports.at(-1)?.value;
    return status === "pruned" && isFinite(value) ? [{ at, value }] : [];
  });
  const lost = each.flatMap(({ at, status }) => (status === "diverged" || status === "failed" ? [{ at }] : []));
  const means = configurations.flatMap(({ configuration, value, spread = 0 }) => {
    const place = at(configuration);
    return place !== undefined && isFinite(value)
      ? [{ at: place, value, low: value - spread, high: value + spread }]
      : [];
  });
  const { scale, axis } = axisFor([...complete, ...pruned].map(({ value }) => value));
  const lowest = Math.min(...complete.map(({ value }) => value));
  const bars = means.map((mean) => ({ ...mean, low: scale.type === "log" ? Math.max(mean.low, lowest) : mean.low }));
  const x = parameterEncoding(swept);
  const y = { field: "value", type: "quantitative", title: name, scale, axis } as const;
  return {
    ...panelFrame,
    layer: [
      {
        data: { values: bars },
        mark: { type: "rule", strokeWidth: 1.5, opacity: 0.6, color: color("teacher") },
        encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
      },
      {
        data: { values: complete },
        mark: { type: "circle", size: 12, opacity: 0.7, color: color("muted") },
        encoding: { x, y },
      },
      {
        data: { values: means },
        mark: { type: "circle", size: 42, opacity: 1, color: color("teacher") },
        encoding: { x, y },
      },
      {
        data: { values: pruned },
        mark: { type: "point", shape: "triangle-down", size: 30, color: color("muted") },
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
