import type { Result } from "@tweedie/report/results";
import { numberText } from "../terminal/format.ts";
import { sparkline } from "../terminal/sparkline.ts";
import { table } from "../terminal/table.ts";

const sparkWidth = 32;

/** Table of metrics, with the values of the teacher, the floor and the Gaussian for reference. */
export const metricsTable = (results: readonly Result[]): string[] =>
  table([
    ["", "student", "teacher", "floor", "gaussian", "over time"],
    ...results.map(({ name, value, teacher, floor, baseline, points }) => [
      name,
      ...[value, teacher, floor, baseline].map((each) => (each === undefined ? "" : numberText(each))),
      sparkline(
        points.map((point) => point.value),
        sparkWidth,
      ),
    ]),
  ]);
