import type { TopLevelSpec } from "vega-lite";
import { color, countAxis, panelFrame, type ColorName } from "../theme.ts";
import { type Curve, finitePoints, firstNonFiniteStep, smooth, thin } from "./curve.ts";
import { axisFor } from "./value-axis.ts";

/** A training loss and its colour. */
export interface LossCurve extends Curve {
  readonly color: ColorName;
}

/** Training losses: thin lines for logged values, bold lines for smoothed ones, a rule at the first NaN or infinity. */
export function lossCurves(title: string, curves: readonly LossCurve[]): TopLevelSpec {
  const raw = curves.flatMap(({ name, points }) => thin(finitePoints(points)).map((point) => ({ ...point, name })));
  const smoothed = curves.flatMap(({ name, points }) => smooth(points).map((point) => ({ ...point, name })));
  const nonFinite = curves.map(({ points }) => firstNonFiniteStep(points)).filter((step) => step !== undefined);
  const { scale, axis } = axisFor(raw.map(({ value }) => value));
  const encoding = {
    x: { field: "step", type: "quantitative", title: "step", scale: { nice: false }, axis: countAxis },
    y: { field: "value", type: "quantitative", title, scale, axis },
    color: {
      field: "name",
      type: "nominal",
      scale: { domain: curves.map(({ name }) => name), range: curves.map((curve) => color(curve.color)) },
      ...(curves.length === 1 && { legend: null }),
    },
  } as const;
  return {
    ...panelFrame,
    layer: [
      { data: { values: raw }, mark: { type: "line", strokeWidth: 1, opacity: 0.35 }, encoding },
      { data: { values: smoothed }, mark: { type: "line", strokeWidth: 2 }, encoding },
      ...(nonFinite.length > 0 ? [nonFiniteRule(Math.min(...nonFinite))] : []),
    ],
  };
}

const nonFiniteRule = (step: number) => ({
  data: { values: [{ step }] },
  encoding: { x: { field: "step", type: "quantitative" as const } },
  layer: [
    { mark: { type: "rule" as const, color: color("ink"), strokeDash: [2, 2] } },
    {
      mark: { type: "text" as const, text: "not finite", align: "right" as const, y: -8, color: color("ink") },
    },
  ],
});
