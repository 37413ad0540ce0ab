import type { TopLevelSpec } from "vega-lite";
import { color, dashes, countAxis, panelFrame, type ColorName } from "../theme.ts";
import { type Curve, finitePoints, thin } from "./curve.ts";
import { axisFor } from "./value-axis.ts";

/** A reference value of a metric: the noise floor, the teacher's value or a baseline. */
export interface Reference {
  readonly name: string;
  readonly value: number;
  readonly color: ColorName;
}

/** A metric of the student during training, with references as horizontal lines. The dash patterns are those of a legend in this order. */
export function metricCurve(student: Curve, references: readonly Reference[]): TopLevelSpec {
  const points = thin(finitePoints(student.points)).map((point) => ({ ...point, name: student.name }));
  const finite = references.filter(({ value }) => Number.isFinite(value));
  const first = points[0]?.step ?? 0;
  const last = points.at(-1)?.step ?? 1;
  const lines = finite.flatMap(({ name, value }) => [first, last].map((step) => ({ step, value, name })));
  const { scale, axis } = axisFor([...points, ...finite].map(({ value }) => value));
  const domain = [student.name, ...finite.map(({ name }) => name)];
  const encoding = {
    x: { field: "step", type: "quantitative", title: "step", scale: { nice: false }, axis: countAxis },
    y: { field: "value", type: "quantitative", title: null, scale, axis },
    color: {
      field: "name",
      type: "nominal",
      scale: { domain, range: [color("student"), ...finite.map((reference) => color(reference.color))] },
      legend: null,
    },
    strokeDash: { field: "name", type: "nominal", scale: { domain, range: dashes.slice(0, 4) }, legend: null },
  } as const;
  return {
    ...panelFrame,
    layer: [
      { data: { values: lines }, mark: { type: "line", strokeWidth: 1.5 }, encoding },
      { data: { values: points }, mark: { type: "line", strokeWidth: 2 }, encoding },
      {
        data: { values: points },
        mark: { type: "circle", size: 22, opacity: 1, color: color("student") },
        encoding: { x: encoding.x, y: encoding.y },
      },
    ],
  };
}
