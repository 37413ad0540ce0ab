import type { Json } from "@tweedie/config";
import { number } from "../quantities.ts";
import { table } from "../table.ts";
import type { Colors } from "../terminal.ts";
import { differing } from "./differing.ts";
import { text } from "./fields.ts";
import type { RunEntry } from "./run-entry.ts";

/** A metric of several runs, in their order. */
interface ComparedMetric {
  readonly name: string;
  readonly goal: "minimize" | "maximize" | undefined;
  readonly values: readonly (number | undefined)[];
  readonly floors: readonly (number | undefined)[];
  /** Indices of the best: of the completed runs alone. */
  readonly best: readonly number[];
}

/** What sets runs apart. */
export interface Comparison {
  readonly runs: readonly RunEntry[];
  /** Values by path, where they are not the same in all. */
  readonly config: readonly (readonly [path: string, values: readonly (Json | undefined)[]])[];
  readonly metrics: readonly ComparedMetric[];
}

export function compareRuns(runs: readonly RunEntry[]): Comparison {
  const names = new Set(runs.flatMap(({ results }) => results.map(({ name }) => name)));
  const config = differing(runs).map((path) => [path, runs.map((run) => run.config.get(path))] as const);
  return { runs, config, metrics: [...names].map((name) => compareMetric(name, runs)) };
}

function compareMetric(name: string, runs: readonly RunEntry[]): ComparedMetric {
  const results = runs.map((run) => run.results.find((result) => result.name === name));
  const goal = results.find((result) => result?.goal)?.goal;
  const values = results.map((result) => result?.value);
  const counts = values.map((value, i) => (runs[i]!.status.status === "completed" ? value : undefined));
  const finite = counts.filter((value) => value !== undefined && Number.isFinite(value)) as number[];
  const best = goal === "maximize" ? Math.max(...finite) : Math.min(...finite);
  return {
    name,
    goal,
    values,
    floors: results.map((result) => result?.floor),
    best: goal === undefined ? [] : counts.flatMap((value, i) => (value === best ? [i] : [])),
  };
}

/** Runs side by side, or one below the other where that fits better. The best of each metric has a star. */
export function comparisonTable(comparison: Comparison, { width, colors }: { width: number; colors: Colors }): string {
  const { runs, config, metrics } = comparison;
  const beside = [
    ["", ...runs.map(({ run }) => run), metrics.length > 0 ? "floor" : ""],
    ["status", ...runs.map(({ status }) => status.status)],
    ...config.map(([path, values]) => [path, ...values.map((value) => (value === undefined ? "" : text(value)))]),
    ...metrics.map(({ name, values, floors, best }) => [
      name,
      ...values.map((value, i) => (value === undefined ? "" : `${number(value)}${best.includes(i) ? " *" : ""}`)),
      [...new Set(floors.flatMap((floor) => (floor === undefined ? [] : number(floor))))].join(" or "),
    ]),
  ];
  const isTooWide = Math.max(...table(beside).map((line) => line.length)) > width;
  const rows = isTooWide ? beside[0]!.map((_, column) => beside.map((row) => row[column] ?? "")) : beside;
  const lines = table(rows, (cell, row, column) => {
    if (row === 0 || column === 0) return colors.dim(cell);
    return / \*\s*$/.test(cell) ? colors.green(cell) : cell;
  });
  return `${lines.join("\n")}\n`;
}
