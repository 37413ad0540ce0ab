import { textWidth, visibleLine } from "@tweedie/core";
import { ageText, countText, durationText } from "../terminal/format.ts";
import { sparkline } from "../terminal/sparkline.ts";
import { table } from "../terminal/table.ts";
import type { Colors } from "../terminal/terminal.ts";
import { differingPaths } from "./differing-paths.ts";
import { fieldText, findField } from "./fields.ts";
import { mostTellingFirst } from "./most-telling-first.ts";
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

type Column = readonly [head: string, cell: (entry: RunEntry) => string];

const sparkWidth = 12;

/** Largest number of configuration paths that are shown without being asked for: a pipe has no width. */
const mostFields = 6;

/** Renders runs as a table: status, progress, main metric with its floor, and configuration values that differ. */
export function runTable(entries: readonly RunEntry[], options: TableOptions): string {
  const { columns, width, colors } = options;
  const fixed = fixedColumns(entries, options);
  const fields = (columns ?? mostTellingFirst(differingPaths(entries))).map((name): Column => [
    name,
    (entry) => fieldText(findField(entry, name)),
  ]);
  const all = [...fixed, ...fields];
  const rows = [all.map(([head]) => head), ...entries.map((entry) => all.map(([, cell]) => cell(entry)))];
  const most = Math.min(all.length, fixed.length + mostFields);
  const fitting = columns ? all.length : Math.min(most, columnsThatFit(rows, width, fixed.length));
  const lines = table(
    rows.map((row) => row.slice(0, fitting)),
    (cell, row, column) => {
      if (row === 0) return colors.dim(cell);
      return column === 1 ? statusColor(entries[row - 1]!.status.status, colors)(cell) : cell;
    },
  );
  const hidden = all.slice(fitting).map(([head]) => head);
  if (hidden.length > 0) {
    const more = hidden.length > mostFields ? ` and ${hidden.length - mostFields} more` : "";
    const names = visibleLine(hidden.slice(0, mostFields).join(", "));
    lines.push(colors.dim(`also different: ${names}${more}; show them with --columns`));
  }
  return `${lines.join("\n")}\n`;
}

function fixedColumns(entries: readonly RunEntry[], { metric, now }: TableOptions): readonly Column[] {
  const main = metric ?? mainMetric(entries);
  const resultOf = ({ results }: RunEntry) => results.find(({ name }) => name === main);
  const metricColumns: readonly Column[] =
    main === undefined
      ? []
      : [
          [main, (entry) => fieldText(findField(entry, main))],
          ["floor", (entry) => fieldText(findField(entry, `${main}.floor`))],
          ["over time", (entry) => sparkline(resultOf(entry)?.points.map(({ value }) => value) ?? [], sparkWidth)],
        ];
  return [
    ["run", ({ run }) => run],
    ["status", ({ status }) => status.status],
    ["steps", stepsText],
    ...metricColumns,
    ["time", ({ status }) => durationText(status.seconds)],
    ["age", ({ status }) => ageText((now - Date.parse(status.started)) / 1_000)],
  ];
}

/** `4,000`, or `1,200/4,000` in a phase that has not ended. */
function stepsText({ status, config }: RunEntry): string {
  const planned = config.get(`${status.phase}.steps`);
  const step = countText(status.step);
  const text = typeof planned !== "number" || planned === status.step ? step : `${step}/${countText(planned)}`;
  return status.phase === "distill" ? text : `${status.phase} ${text}`;
}

/** Number of columns that fit into the width, at least `min`. */
function columnsThatFit(rows: readonly (readonly string[])[], width: number, min: number): number {
  let used = 0;
  for (let column = 0; column < rows[0]!.length; column++) {
    used += Math.max(...rows.map((row) => textWidth(row[column]!))) + (column > 0 ? 2 : 0);
    if (used > width && column >= min) return column;
  }
  return rows[0]!.length;
}
