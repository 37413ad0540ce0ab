import { color, type ColorName, type Figure, figureConfig, labelExpr, vegaLiteSchema } from "@tweedie/report";
import { bootstrapInterval } from "../bootstrap.ts";

/** Runs at one value of the horizontal axis. */
export interface CurvePoint {
  readonly x: number;
  readonly numbers: readonly number[];
}

export interface IntervalCurve {
  readonly name: string;
  readonly color: ColorName;
  readonly points: readonly CurvePoint[];
}

interface Axes {
  readonly x: string;
  readonly y: string;
  /** Logarithmic axes. */
  readonly log?: readonly ("x" | "y")[];
}

/** Means with their 95 % intervals as bars, joined by lines. A single number has no bar. */
export function intervalCurves(curves: readonly IntervalCurve[], { x, y, log = [] }: Axes): Figure {
  const values = curves.flatMap(({ name, points }) =>
    points.map(({ x, numbers }) => ({ name, x, ...bootstrapInterval(numbers) })),
  );
  const scaleOf = (axis: "x" | "y") => {
    const scale = log.includes(axis) ? ({ type: "log" } as const) : ({ type: "linear", zero: false } as const);
    return { scale: { ...scale, nice: false, padding: 10 } };
  };
  const domain = curves.map(({ name }) => name);
  const series = {
    field: "name",
    type: "nominal",
    scale: { domain, range: curves.map((curve) => color(curve.color)) },
    legend: curves.length === 1 ? null : { symbolSize: 90, columnPadding: 16 },
  } as const;
  // Vega chooses labels of a logarithmic axis that overlap. Of given ones it leaves out every second if there are more than `tickCount`.
  const given = [...new Set(values.map(({ x }) => x))];
  const at = {
    labelExpr: "format(datum.value, '.2~g')",
    labelOverlap: false,
    values: given,
    tickCount: given.length,
  };
  const axis = log.includes("x") ? at : { labelExpr };
  const across = { field: "x", type: "quantitative", title: x, axis, ...scaleOf("x") } as const;
  return {
    $schema: vegaLiteSchema,
    width: 460,
    height: 240,
    config: figureConfig,
    data: { values },
    layer: [
      {
        mark: { type: "line", strokeWidth: 2 },
        encoding: {
          x: across,
          y: { field: "mean", type: "quantitative", title: y, axis: { labelExpr }, ...scaleOf("y") },
          color: series,
        },
      },
      {
        mark: { type: "rule", strokeWidth: 1.5 },
        encoding: { x: across, y: { field: "low", type: "quantitative" }, y2: { field: "high" }, color: series },
      },
      {
        mark: { type: "circle", size: 40, opacity: 1 },
        encoding: { x: across, y: { field: "mean", type: "quantitative" }, color: series },
      },
    ],
  };
}
