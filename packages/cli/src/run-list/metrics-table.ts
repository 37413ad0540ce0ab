import type { Result } from "@tweedie/report/results";
import { number } from "../quantities.ts";
import { sparkline } from "../sparkline.ts";
import { table } from "../table.ts";

const sparkWidth = 32;

/** Metrics beside what bounds them. */
export const metricsTable = (results: readonly Result[]): string[] =>
  table([
    ["", "student", "teacher", "floor", "gaussian", "over time"],
    ...results.map(({ name, value, teacher, floor, baseline, points }) => [
      name,
      ...[value, teacher, floor, baseline].map((each) => (each === undefined ? "" : number(each))),
      sparkline(
        points.map((point) => point.value),
        sparkWidth,
      ),
    ]),
  ]);
