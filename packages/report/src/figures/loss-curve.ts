import type { TopLevelSpec } from "vega-lite";
import { color, countAxis, panelFrame, type ColorName } from "../theme.ts";
import { type CurvePoint, finitePoints, firstNonFiniteStep, smooth, thin } from "./curve.ts";
import { axisFor } from "./value-axis.ts";

/** A training loss: a thin line for logged values, a bold line for smoothed ones, a rule at the first NaN or infinity. */
export function lossCurve(points: readonly CurvePoint[], name: ColorName): TopLevelSpec {
  const raw = thin(finitePoints(points));
  const nonFinite = firstNonFiniteStep(points);
  const { scale, axis } = axisFor(raw.map(({ value }) => value));
  const encoding = {
    x: { field: "step", type: "quantitative", title: "step", scale: { nice: false }, axis: countAxis },
    y: { field: "value", type: "quantitative", title: null, scale, axis },
  } as const;
  return {
    ...panelFrame,
    layer: [
      { data: { values: raw }, mark: { type: "line", strokeWidth: 1, opacity: 0.35, color: color(name) }, encoding },
      { data: { values: smooth(points) }, mark: { type: "line", strokeWidth: 2, color: color(name) }, encoding },
      ...(nonFinite === undefined ? [] : [nonFiniteRule(nonFinite)]),
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
