import type { Result } from "@tweedie/report/results";
import { spreadText } from "../terminal/format.ts";
import { sparkline } from "../terminal/sparkline.ts";
import { table } from "../terminal/table.ts";

const sparkWidth = 32;

/** Table of metrics, with the values of the teacher, the floor and the Gaussian for reference. */
export const metricsTable = (results: readonly Result[]): string[] =>
  table([
    ["", "student", "teacher", "floor", "gaussian", "over time"],
    ...results.map(({ name, value, teacher, floor, baseline, spreads = {}, points }) => [
      name,
      ...(
        [
          [value, spreads.value],
          [teacher, spreads.teacher],
          [floor, spreads.floor],
          [baseline, undefined],
        ] as const
      ).map(([each, spread]) => (each === undefined ? "" : spreadText(each, spread))),
      sparkline(
        points.map((point) => point.value),
        sparkWidth,
      ),
    ]),
  ]);
