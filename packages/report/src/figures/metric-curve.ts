import type { TopLevelSpec } from "vega-lite";
import { color, panelFrame, type ColorName } from "../theme.ts";
import { type Curve, finite, thin } from "./curve.ts";
import { axisFor } from "./value-axis.ts";

/** A value to hold a metric against: the noise floor, the teacher's, a baseline's. */
export interface Reference {
  readonly name: string;
  readonly value: number;
  readonly color: ColorName;
}

const dashes = [
  [6, 4],
  [2, 3],
  [9, 3, 2, 3],
];

/** A metric of the student over training, with horizontal lines for what it is held against. */
export function metricCurve(metric: string, student: Curve, references: readonly Reference[]): TopLevelSpec {
  const points = thin(finite(student.points)).map((point) => ({ ...point, name: student.name }));
  const shown = references.filter(({ value }) => Number.isFinite(value));
  const first = points[0]?.step ?? 0;
  const last = points.at(-1)?.step ?? 1;
  const lines = shown.flatMap(({ name, value }) => [first, last].map((step) => ({ step, value, name })));
  const { scale, axis } = axisFor([...points, ...shown].map(({ value }) => value));
  const domain = [student.name, ...shown.map(({ name }) => name)];
  const encoding = {
    x: { field: "step", type: "quantitative", title: "step", scale: { nice: false } },
    y: { field: "value", type: "quantitative", title: metric, scale, axis },
    color: {
      field: "name",
      type: "nominal",
      scale: { domain, range: [color("student"), ...shown.map((reference) => color(reference.color))] },
    },
    strokeDash: { field: "name", type: "nominal", scale: { domain, range: [[1, 0], ...dashes] } },
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
