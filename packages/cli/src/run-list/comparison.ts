import type { Json } from "@tweedie/config";
import { significance } from "@tweedie/core";
import { spreadText } from "../terminal/format.ts";
import { tableInBlocks, tableWidth } from "../terminal/table.ts";
import type { Colors } from "../terminal/terminal.ts";
import { differingPaths } from "./differing-paths.ts";
import { valueText } from "./fields.ts";
import type { RunEntry } from "./run-entry.ts";

/** A metric of several runs. Its values and floors have the order of the runs. */
interface ComparedMetric {
  readonly name: string;
  readonly goal: "minimize" | "maximize" | undefined;
  readonly values: readonly (number | undefined)[];
  readonly floors: readonly (number | undefined)[];
  /** Standard deviations of values and floors over sets of samples, where they were estimated. */
  readonly spreads: readonly (number | undefined)[];
  readonly floorSpreads: readonly (number | undefined)[];
  /** Indices of the best completed run and of those that differ from it by no more than chance: twice the spread of the difference. */
  readonly best: readonly number[];
}

/** Differences between runs. */
export interface Comparison {
  readonly runs: readonly RunEntry[];
  /** Configuration values by path, for the paths whose values differ. */
  readonly config: readonly (readonly [path: string, values: readonly (Json | undefined)[]])[];
  readonly metrics: readonly ComparedMetric[];
}

export function compareRuns(runs: readonly RunEntry[]): Comparison {
  const names = new Set(runs.flatMap(({ results }) => results.map(({ name }) => name)));
  const config = differingPaths(runs).map((path) => [path, runs.map((run) => run.config.get(path))] as const);
  return { runs, config, metrics: [...names].map((name) => compareMetric(name, runs)) };
}

function compareMetric(name: string, runs: readonly RunEntry[]): ComparedMetric {
  const results = runs.map((run) => run.results.find((result) => result.name === name));
  const goal = results.find((result) => result?.goal)?.goal;
  const values = results.map((result) => result?.value);
  const completed = values.map((value, i) => (runs[i]!.status.status === "completed" ? value : undefined));
  const finite = completed.filter((value) => value !== undefined && Number.isFinite(value)) as number[];
  const best = goal === "maximize" ? Math.max(...finite) : Math.min(...finite);
  const spreads = results.map((result) => result?.spreads?.value);
  const spreadOfBest = spreads[completed.indexOf(best)] ?? 0;
  const isBest = (value: number | undefined, spread = 0) =>
    value !== undefined && Math.abs(value - best) <= significance * Math.hypot(spread, spreadOfBest);
  return {
    name,
    goal,
    values,
    floors: results.map((result) => result?.floor),
    spreads,
    floorSpreads: results.map((result) => result?.spreads?.floor),
    best: goal === undefined ? [] : completed.flatMap((value, i) => (isBest(value, spreads[i]) ? [i] : [])),
  };
}

/** Renders a comparison with a column per run, or a row per run if only that fits, or else in blocks. The best of each metric have a star. */
export function comparisonTable(comparison: Comparison, { width, colors }: { width: number; colors: Colors }): string {
  const { runs, config, metrics } = comparison;
  const columnPerRun = [
    ["", ...runs.map(({ run }) => run), metrics.length > 0 ? "floor" : ""],
    ["status", ...runs.map(({ status }) => status.status)],
    ...config.map(([path, values]) => [path, ...values.map((value) => (value === undefined ? "" : valueText(value)))]),
    ...metrics.map(({ name, values, spreads, floors, floorSpreads, best }) => [
      name,
      ...values.map((value, i) =>
        value === undefined ? "" : `${spreadText(value, spreads[i])}${best.includes(i) ? " *" : ""}`,
      ),
      [...new Set(floors.flatMap((floor, i) => (floor === undefined ? [] : spreadText(floor, floorSpreads[i]))))].join(
        " or ",
      ),
    ]),
  ];
  const forms = [columnPerRun, transpose(columnPerRun)];
  const heightOf = (rows: string[][]) => tableInBlocks(rows, width).length;
  const rows =
    forms.find((each) => tableWidth(each) <= width) ?? forms.toSorted((a, b) => heightOf(a) - heightOf(b))[0]!;
  const lines = tableInBlocks(rows, width, (cell, row, column) => {
    if (row === 0 || column === 0) return colors.dim(cell);
    return / \*\s*$/.test(cell) ? colors.green(cell) : cell;
  });
  return `${lines.join("\n")}\n`;
}

const transpose = (rows: readonly (readonly string[])[]): string[][] =>
  rows[0]!.map((_, column) => rows.map((row) => row[column] ?? ""));
