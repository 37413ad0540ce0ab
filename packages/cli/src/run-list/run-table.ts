import { textWidth, visibleLine } from "@tweedie/core";
import { ageText, countText, durationText } from "../terminal/format.ts";
import { sparkline } from "../terminal/sparkline.ts";
import { table } from "../terminal/table.ts";
import type { Colors } from "../terminal/terminal.ts";
import { differingPaths } from "./differing-paths.ts";
import { fieldText, findField } from "./fields.ts";
import { mostUsefulFirst } from "./most-useful-first.ts";
import type { RunEntry } from "./run-entry.ts";
import { mainMetric } from "./sort-runs.ts";
import { statusColor } from "./status-color.ts";

interface TableOptions {
  /** The metric that is shown; by default the main metric of most runs. */
  readonly metric?: string | undefined;
  /** Fields that are shown; by default the configuration paths whose values differ. */
  readonly columns?: readonly string[] | undefined;
  /** Maximum width in characters. Default columns that do not fit are named below the table. */
  readonly width: number;
  /** Current time in milliseconds. */
  readonly now: number;
  readonly colors: Colors;
}

/** A column of the table. Columns without a rank are always shown; others if they fit, the lowest rank first. */
interface Column {
  readonly head: string;
  readonly rank?: number | undefined;
  readonly isField?: boolean;
  readonly cell: (entry: RunEntry) => string;
}

const sparkWidth = 12;

/** Largest number of configuration paths that are shown without being asked for: a pipe has no width. */
const mostFields = 6;

/** Ranks of the configuration paths, the most useful first, between those of the other columns. */
const fieldRanks = [0, 2, 5, 8, 9, 10];

/**
 * Renders runs as a table: status, progress, main metric with its floor, and configuration values that differ. If these do not fit, the
 * common folder of the runs is named below the table instead of in each row.
 */
export function runTable(entries: readonly RunEntry[], options: TableOptions): string {
  const { width, colors } = options;
  const folder = commonFolder(entries);
  const layoutIn = (folder: string) => {
    const all = [...fixedColumns(entries, options, folder), ...fieldColumns(entries, options)];
    const shown = columnsThatFit(all, entries, width);
    return { shown, hidden: all.flatMap((each) => (each.isField && !shown.includes(each) ? [each.head] : [])), folder };
  };
  const whole = layoutIn("");
  const { shown, hidden, folder: left } = whole.hidden.length > 0 && folder !== "" ? layoutIn(folder) : whole;
  const lines = table(
    [shown.map(({ head }) => head), ...entries.map((entry) => shown.map(({ cell }) => cell(entry)))],
    (cell, row, column) => {
      if (row === 0) return colors.dim(cell);
      return column === 1 ? statusColor(entries[row - 1]!.status.status, colors)(cell) : cell;
    },
  );
  if (left !== "") lines.push(colors.dim(`the runs are in ${visibleLine(left)}`));
  if (hidden.length > 0) {
    const more = hidden.length > mostFields ? ` and ${hidden.length - mostFields} more` : "";
    const names = visibleLine(hidden.slice(0, mostFields).join(", "));
    lines.push(colors.dim(`also different: ${names}${more}; show them with --columns`));
  }
  return `${lines.join("\n")}\n`;
}

/** The folder that contains all runs, with a slash; empty if there is none. */
function commonFolder(entries: readonly RunEntry[]): string {
  const folders = new Set(entries.map(({ run }) => run.slice(0, run.lastIndexOf("/") + 1)));
  return folders.size === 1 ? [...folders][0]! : "";
}

function fixedColumns(entries: readonly RunEntry[], { metric, now }: TableOptions, folder: string): readonly Column[] {
  const main = metric ?? mainMetric(entries);
  const resultOf = ({ results }: RunEntry) => results.find(({ name }) => name === main);
  const curve = (entry: RunEntry) => sparkline(resultOf(entry)?.points.map(({ value }) => value) ?? [], sparkWidth);
  const metricColumns: readonly Column[] =
    main === undefined
      ? []
      : [
          { head: main, cell: (entry) => fieldText(findField(entry, main)) },
          { head: "floor", rank: 4, cell: (entry) => fieldText(findField(entry, `${main}.floor`)) },
          { head: "over time", rank: 7, cell: curve },
        ];
  return [
    { head: "run", cell: ({ run }) => run.slice(folder.length) },
    { head: "status", cell: ({ status }) => status.status },
    { head: "steps", rank: 1, cell: stepsText },
    ...metricColumns,
    { head: "time", rank: 6, cell: ({ status }) => durationText(status.seconds) },
    { head: "age", rank: 3, cell: ({ status }) => ageText((now - Date.parse(status.started)) / 1_000) },
  ];
}

/** The given fields, or the configuration paths whose values differ. */
const fieldColumns = (entries: readonly RunEntry[], { columns }: TableOptions): readonly Column[] =>
  (columns ?? mostUsefulFirst(differingPaths(entries), entries)).map((head, i) => ({
    head,
    isField: true,
    rank: columns ? undefined : (fieldRanks[i] ?? Infinity),
    cell: (entry) => fieldText(findField(entry, head)),
  }));

/** `4,000`, or `1,200/4,000` in a phase that has not ended. */
function stepsText({ status, config }: RunEntry): string {
  const planned = config.get(`${status.phase}.steps`);
  const step = countText(status.step);
  const text = typeof planned !== "number" || planned === status.step ? step : `${step}/${countText(planned)}`;
  return status.phase === "distill" ? text : `${status.phase} ${text}`;
}

/** The columns that are always shown, and of the others those that fit into the width. */
function columnsThatFit(columns: readonly Column[], entries: readonly RunEntry[], width: number): readonly Column[] {
  const widthOf = ({ head, cell }: Column) => 2 + Math.max(...[head, ...entries.map(cell)].map(textWidth));
  const shown = new Set(columns.filter(({ rank }) => rank === undefined));
  let used = [...shown].reduce((sum, column) => sum + widthOf(column), -2);
  const others = columns.filter(({ rank = Infinity }) => rank < Infinity);
  for (const column of others.toSorted((a, b) => a.rank! - b.rank!)) {
    if (used + widthOf(column) > width) continue;
    used += widthOf(column);
    shown.add(column);
  }
  return columns.filter((column) => shown.has(column));
}
