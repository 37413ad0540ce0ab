import type { Result } from "@tweedie/report/results";
import { spreadText } from "../terminal/format.ts";
import { sparkline } from "../terminal/sparkline.ts";
import { tableInBlocks, tableWidth } from "../terminal/table.ts";

/** Widths of the curves, the widest first. One that makes the table too wide is left out. */
const sparkWidths = [32, 16, 8];

/** Table of metrics, with the values of the teacher, the floor and the Gaussian for reference. */
export function metricsTable(results: readonly Result[], width = Infinity): string[] {
  const rows = [["", "student", "teacher", "floor", "gaussian"], ...results.map(valuesRow)];
  const withCurves = (sparkWidth: number) =>
    rows.map((row, i) => [...row, i === 0 ? "over time" : curveOf(results[i - 1]!, sparkWidth)]);
  const fitting = sparkWidths.map(withCurves).find((each) => tableWidth(each) <= width);
  return tableInBlocks(fitting ?? rows, width);
}

const valuesRow = ({ name, value, teacher, floor, baseline, spreads = {} }: Result): string[] => [
  name,
  ...(
    [
      [value, spreads.value],
      [teacher, spreads.teacher],
      [floor, spreads.floor],
      [baseline, undefined],
    ] as const
  ).map(([each, spread]) => (each === undefined ? "" : spreadText(each, spread))),
];

const curveOf = ({ points }: Result, width: number): string =>
  sparkline(
    points.map(({ value }) => value),
    width,
  );
