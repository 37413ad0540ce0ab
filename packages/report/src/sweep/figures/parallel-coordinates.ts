import type { ConfigurationState, SweepMetric } from "@tweedie/study";
import type { TopLevelSpec } from "vega-lite";
import { axisFor } from "../../figures/value-axis.ts";
import { color, figureConfig, vegaLiteSchema } from "../../theme.ts";
import { ticksOf } from "../analysis/axis-ticks.ts";
import { formatValue, type ParameterAxis, positionScale } from "../analysis/parameter-axis.ts";
import { type CompleteConfiguration, isComplete } from "../sweep-data.ts";

/** Height of the axes in pixels. */
const height = 220;

/** Distance between two axes in pixels. */
const pitch = 140;

const groups = { best: "best quarter", other: "other configurations" } as const;

/** Each complete configuration as a line from its parameters to its metric, the best quarter highlighted. */
export function parallelCoordinates(
  axes: readonly ParameterAxis[],
  configurations: readonly ConfigurationState[],
  { name, goal }: SweepMetric,
): TopLevelSpec {
  const complete = configurations.filter(isComplete);
  const values = complete.map(({ value }) => value);
  const ends = [Math.min(...values), Math.max(...values)] as const;
  const metricScale = positionScale(ends, axisFor(values).scale.type === "log");
  const names = [...axes.map((axis) => axis.name), name];
  const metricTicks = values.length > 0 ? ends : [];
  const ticks = [
    ...axes.flatMap((axis, i) => ticksOf(axis).map((tick) => ({ ...tick, axis: i }))),
    ...metricTicks.map((value) => ({ axis: axes.length, place: metricScale(value), label: formatValue(value) })),
  ];
  const x = {
    field: "axis",
    type: "quantitative",
    axis: null,
    scale: { domainMin: 0, domainMax: names.length - 1, nice: false },
  } as const;
  return {
    $schema: vegaLiteSchema,
    width: pitch * (names.length - 1),
    height,
    padding: { left: 50, right: 60, top: 4, bottom: 4 },
    config: figureConfig,
    layer: [
      {
        data: { values: names.map((_, axis) => ({ axis })) },
        mark: { type: "rule", color: color("line"), strokeWidth: 1.5 },
        encoding: { x },
      },
      {
        data: { values: linesOf(axes, complete, { goal, metricScale }) },
        mark: { type: "line", strokeWidth: 1.5 },
        encoding: { x, ...lineEncoding },
      },
      {
        data: { values: ticks },
        mark: { type: "text", align: "left", dx: 5, fontSize: 10, color: color("ink"), limit: pitch - 20 },
        encoding: { x, y, text: { field: "label", type: "nominal" } },
      },
      {
        data: { values: names.map((label, axis) => ({ axis, label })) },
        mark: { type: "text", align: "center", baseline: "bottom", fontSize: 11, color: color("muted"), limit: pitch },
        encoding: { x, y: { value: height + 18 }, text: { field: "label", type: "nominal" } },
      },
    ],
  };
}

const y = {
  field: "place",
  type: "quantitative",
  axis: null,
  scale: { domainMin: -0.02, domainMax: 1.02, nice: false },
} as const;

const lineEncoding = {
  y,
  detail: { field: "line", type: "nominal" },
  color: {
    field: "group",
    type: "nominal",
    scale: { domain: [groups.best, groups.other], range: [color("student"), color("data")] },
    legend: { symbolType: "stroke" },
  },
  opacity: { condition: { test: `datum.group === '${groups.other}'`, value: 0.55 }, value: 0.9 },
} as const;

/** Points of the lines, from the worst configuration to the best, so that the best are drawn on top. */
function linesOf(
  axes: readonly ParameterAxis[],
  complete: readonly CompleteConfiguration[],
  { goal, metricScale }: Pick<SweepMetric, "goal"> & { readonly metricScale: (value: number) => number },
) {
  const sign = goal === "minimize" ? 1 : -1;
  const ranked = complete.toSorted((a, b) => sign * (b.value - a.value));
  const bestQuarter = ranked.length - Math.ceil(ranked.length / 4);
  return ranked.flatMap((each, rank) =>
    [...axes.map((axis) => axis.positionOf(each)), metricScale(each.value)].map((place, axis) => ({
      line: rank,
      group: rank < bestQuarter ? groups.other : groups.best,
      axis,
      place,
    })),
  );
}
