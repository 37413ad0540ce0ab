import { age, clock, count } from "../quantities.ts";
import { sparkline } from "../sparkline.ts";
import { table } from "../table.ts";
import type { Colors } from "../terminal.ts";
import { differing } from "./differing.ts";
import { fieldOf, show } from "./fields.ts";
import type { RunEntry } from "./run-entry.ts";
import { statusColor } from "./status-color.ts";

interface Look {
  /** The metric to show; left out, it is the one that most runs are judged by. */
  readonly metric?: string | undefined;
  /** Fields to show; left out, the configuration where it differs. */
  readonly columns?: readonly string[] | undefined;
  /** Widest line. Columns of the configuration that do not fit are named below instead. */
  readonly width: number;
  /** In milliseconds. */
  readonly now: number;
  readonly colors: Colors;
}

type Column = readonly [head: string, cell: (entry: RunEntry) => string];

const sparkWidth = 12;

/** Runs as a table: how each stands, its main metric beside its floor, and what it was told otherwise than the others. */
export function runTable(entries: readonly RunEntry[], { metric, columns, width, now, colors }: Look): string {
  const main = metric ?? mainMetric(entries);
  const resultOf = ({ results }: RunEntry) => results.find(({ name }) => name === main);
  const judged: readonly Column[] =
    main === undefined
      ? []
      : [
          [main, (entry) => show(fieldOf(entry, main))],
          ["floor", (entry) => show(fieldOf(entry, `${main}.floor`))],
          ["over time", (entry) => sparkline(resultOf(entry)?.points.map(({ value }) => value) ?? [], sparkWidth)],
        ];
  const fixed: readonly Column[] = [
    ["run", ({ run }) => run],
    ["status", ({ status }) => status.status],
    ["steps", steps],
    ...judged,
    ["time", ({ status }) => clock(status.seconds)],
    ["age", ({ status }) => age((now - Date.parse(status.started)) / 1_000)],
  ];
  const named = (columns ?? differing(entries)).map((name): Column => [name, (entry) => show(fieldOf(entry, name))]);
  const all = [...fixed, ...named];
  const rows = [all.map(([head]) => head), ...entries.map((entry) => all.map(([, cell]) => cell(entry)))];
  const fitting = columns ? all.length : fit(rows, width, fixed.length);
  const lines = table(
    rows.map((row) => row.slice(0, fitting)),
    (cell, row, column) => {
      if (row === 0) return colors.dim(cell);
      return column === 1 ? statusColor(entries[row - 1]!.status.status, colors)(cell) : cell;
    },
  );
  const rest = all.slice(fitting).map(([head]) => head);
  if (rest.length > 0) lines.push(colors.dim(`they differ also in ${rest.join(", ")}: choose by --columns`));
  return `${lines.join("\n")}\n`;
}

/** The metric that most runs are judged by: the first that an experiment names decides. */
function mainMetric(entries: readonly RunEntry[]): string | undefined {
  const names = entries.flatMap(({ results }) => results[0]?.name ?? []);
  const votes = (name: string) => names.filter((each) => each === name).length;
  return names.toSorted((a, b) => votes(b) - votes(a))[0];
}

/** `4,000`, or `1,200/4,000` of a phase that has not ended. */
function steps({ status, config }: RunEntry): string {
  const planned = config.get(`${status.phase}.steps`);
  const step = count(status.step);
  const text = typeof planned !== "number" || planned === status.step ? step : `${step}/${count(planned)}`;
  return status.phase === "distill" ? text : `${status.phase} ${text}`;
}

/** How many columns fit, at least `least` of them. */
function fit(rows: readonly (readonly string[])[], width: number, least: number): number {
  let used = 0;
  for (let column = 0; column < rows[0]!.length; column++) {
    used += Math.max(...rows.map((row) => row[column]!.length)) + (column > 0 ? 2 : 0);
    if (used > width && column >= least) return column;
  }
  return rows[0]!.length;
}
