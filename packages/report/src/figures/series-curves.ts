import type { TopLevelSpec } from "vega-lite";
import { color, dashes, countAxis, panelFrame, type ColorName } from "../theme.ts";
import { type Curve, finitePoints, thin } from "./curve.ts";
import { axisFor } from "./value-axis.ts";

/** One of several curves on a common axis, and its colour. */
export interface Series extends Curve {
  readonly color: ColorName;
}

/** Several quantities during training on a common axis, distinguished by colour and dashes. */
export function seriesCurves(series: readonly Series[]): TopLevelSpec {
  const values = series.flatMap(({ name, points }) => thin(finitePoints(points)).map((point) => ({ ...point, name })));
  const { scale, axis } = axisFor(values.map(({ value }) => value));
  const domain = series.map(({ name }) => name);
  return {
    ...panelFrame,
    data: { values },
    mark: { type: "line", strokeWidth: 2, point: { size: 22, strokeWidth: 0 } },
    encoding: {
      x: { field: "step", type: "quantitative", title: "step", scale: { nice: false }, axis: countAxis },
      y: { field: "value", type: "quantitative", title: null, scale, axis },
      color: {
        field: "name",
        type: "nominal",
        scale: { domain, range: series.map((each) => color(each.color)) },
        legend: null,
      },
      strokeDash: {
        field: "name",
        type: "nominal",
        scale: { domain, range: dashes.slice(0, domain.length) },
        legend: null,
      },
    },
  };
}
