import type { ConfigurationState, SweepMetric } from "@tweedie/study";
import { isComplete } from "../complete-configuration.ts";
import type { ParameterAxis } from "./parameter-axis.ts";
import { groupsOf } from "./value-groups.ts";

/** A cell of a heat map: the configurations with the values of a column and of a row. */
export interface HeatCell {
  /** Indices of the column and the row. */
  readonly column: number;
  readonly row: number;
  /** Mean of the metric over `count` configurations. */
  readonly value: number;
  readonly count: number;
  /** Rank of the mean, from 0 (worst) to 1 (best): one bad cell would hide the differences of the others. */
  readonly depth: number;
}

/** Cells of two parameters that have complete configurations, and the labels of columns and rows. */
export interface HeatCells {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly cells: readonly HeatCell[];
}

/** Most columns and rows of a heat map; values of ranges are grouped into intervals. */
const most = 6;

/** Returns the means of the metric over the configurations in each cell of two parameters. */
export function heatCells(
  [across, up]: readonly [ParameterAxis, ParameterAxis],
  configurations: readonly ConfigurationState[],
  goal: SweepMetric["goal"],
): HeatCells {
  const complete = configurations.filter(isComplete);
  const [columns, rows] = [groupsOf(across, complete, most), groupsOf(up, complete, most)];
  const cells = columns.flatMap((inColumn, column) =>
    rows.flatMap((inRow, row) => {
      const values = complete.filter((each) => inColumn.has(each) && inRow.has(each)).map(({ value }) => value);
      if (values.length === 0) return [];
      const value = values.reduce((sum, each) => sum + each, 0) / values.length;
      return [{ column, row, value, count: values.length }];
    }),
  );
  const order = cells.map(({ value }) => value).sort((a, b) => (goal === "minimize" ? b - a : a - b));
  const depthOf = (value: number) => order.indexOf(value) / Math.max(1, order.length - 1);
  return {
    columns: columns.map(({ label }) => label),
    rows: rows.map(({ label }) => label),
    cells: cells.map((cell) => ({ ...cell, depth: depthOf(cell.value) })),
  };
}
