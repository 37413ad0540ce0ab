import type { TopLevelSpec } from "vega-lite";
import { color, dashes, panelFrame, type ColorName } from "../theme.ts";
import type { Reference } from "./metric-curve.ts";
import { axisFor } from "./value-axis.ts";

/** A metric against the cost of a sample in network evaluations. */
export interface CostCurve {
  readonly name: string;
  readonly color: ColorName;
  readonly points: readonly { readonly evaluations: number; readonly value: number }[];
}

/** Curves of a metric against network evaluations on a logarithmic axis, with references as horizontal lines. */
export function costCurve(curves: readonly CostCurve[], references: readonly Reference[]): TopLevelSpec {
  const points = curves.flatMap(({ name, points }) =>
    points.filter(({ value }) => Number.isFinite(value)).map((point) => ({ ...point, name })),
  );
  const finite = references.filter(({ value }) => Number.isFinite(value));
  const costs = [...new Set(points.map(({ evaluations }) => evaluations))].sort((a, b) => a - b);
  const ends = [costs[0] ?? 1, costs.at(-1) ?? 2];
  const lines = finite.flatMap(({ name, value }) => ends.map((evaluations) => ({ evaluations, value, name })));
  const { scale, axis } = axisFor([...points, ...finite].map(({ value }) => value));
  const all = [...curves, ...finite];
  const domain = all.map(({ name }) => name);
  const dashRange = all.map((_, i) => dashes[i % dashes.length]!);
  const encoding = {
    x: {
      field: "evaluations",
      type: "quantitative",
      title: "network evaluations",
      scale: { type: "log", base: 2, domain: ends, nice: false, padding: 6 },
      axis: { values: powersOfTwo(ends) },
    },
    y: { field: "value", type: "quantitative", title: null, scale, axis },
    color: {
      field: "name",
      type: "nominal",
      scale: { domain, range: all.map((each) => color(each.color)) },
      legend: null,
    },
    strokeDash: { field: "name", type: "nominal", scale: { domain, range: dashRange }, legend: null },
  } as const;
  return {
    ...panelFrame,
    layer: [
      { data: { values: lines }, mark: { type: "line", strokeWidth: 1.5 }, encoding },
      {
        data: { values: points },
        mark: { type: "line", strokeWidth: 2, point: { size: 26, strokeWidth: 0 } },
        encoding,
      },
    ],
  };
}

const powersOfTwo = ([first, last]: readonly number[]): number[] =>
  Array.from({ length: 15 }, (_, i) => 2 ** i).filter((power) => power >= first! && power <= last!);
