import type { ConfigurationState, Metric } from "@tweedie/study";
import type { TopLevelSpec } from "vega-lite";
import { axisFor } from "../../figures/value-axis.ts";
import { color, figureConfig } from "../../theme.ts";
import { shown, type SweptAxis } from "../axis.ts";

const height = 220;
/** Pixels between two axes. */
const pitch = 140;

/** Each complete configuration as a line through its values to its metric; the best quarter stands out. */
export function parallelCoordinates(
  axes: readonly SweptAxis[],
  configurations: readonly ConfigurationState[],
  { name, goal }: Metric,
): TopLevelSpec {
  const judged = configurations.filter(({ status, value }) => status === "complete" && Number.isFinite(value));
  const values = judged.map(({ value }) => value!);
  const isLog = axisFor(values).scale.type === "log";
  const scale = (value: number) => (isLog ? Math.log(value) : value);
  const [least, most] = [scale(Math.min(...values)), scale(Math.max(...values))];
  const place = (value: number) => (most === least ? 0.5 : (scale(value) - least) / (most - least));
  const sign = goal === "minimize" ? 1 : -1;
  const ranked = judged.toSorted((a, b) => sign * (b.value! - a.value!));
  const good = ranked.length - Math.ceil(ranked.length / 4);
  const names = [...axes.map((axis) => axis.name), name];
  // The best are drawn last, over the others.
  const lines = ranked.flatMap((each, rank) =>
    names.map((_, i) => ({
      line: rank,
      group: rank < good ? "the others" : "best quarter",
      axis: i,
      place: i < axes.length ? axes[i]!.placeOf(each) : place(each.value!),
    })),
  );
  const ticks = [
    ...axes.flatMap((axis, i) => ticksOf(axis).map((tick) => ({ ...tick, axis: i }))),
    ...(values.length > 0 ? [Math.min(...values), Math.max(...values)] : []).map((value) => ({
      axis: axes.length,
      place: place(value),
      label: shown(value),
    })),
  ];
  const x = {
    field: "axis",
    type: "quantitative",
    axis: null,
    scale: { domainMin: 0, domainMax: names.length - 1, nice: false },
  } as const;
  const y = {
    field: "place",
    type: "quantitative",
    axis: null,
    scale: { domainMin: -0.02, domainMax: 1.02, nice: false },
  } as const;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
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
        data: { values: lines },
        mark: { type: "line", strokeWidth: 1.5 },
        encoding: {
          x,
          y,
          detail: { field: "line", type: "nominal" },
          color: {
            field: "group",
            type: "nominal",
            scale: { domain: ["best quarter", "the others"], range: [color("student"), color("data")] },
            legend: { symbolType: "stroke" },
          },
          opacity: { condition: { test: "datum.group === 'the others'", value: 0.55 }, value: 0.9 },
        },
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

/** All values where they are few, else the ends. */
function ticksOf({ kind, values, isLog }: SweptAxis): { place: number; label: string }[] {
  if (kind === "choice") {
    return values.map((value, i) => ({ place: (i + 0.5) / values.length, label: shown(value) }));
  }
  const scale = (value: number) => (isLog ? Math.log(value) : value);
  const numbers = values as readonly number[];
  const [least, most] = [scale(numbers[0] ?? 0), scale(numbers.at(-1) ?? 1)];
  const few = numbers.length <= 6 ? numbers : [numbers[0]!, numbers.at(-1)!];
  return few.map((value) => ({
    place: most === least ? 0.5 : (scale(value) - least) / (most - least),
    label: shown(value),
  }));
}
