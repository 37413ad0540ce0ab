import type { ConfigurationState, StudyState, SweepPlan, TrialStatus } from "@tweedie/study";
import { number } from "../quantities.ts";
import { text } from "../run-list/fields.ts";
import { table } from "../table.ts";
import type { Colors } from "../terminal.ts";

interface Look {
  readonly colors: Colors;
  /** Widest line. */
  readonly width: number;
  /** How many configurations are shown. */
  readonly most?: number;
}

type Judged = Pick<SweepPlan, "name" | "metric">;

/** `lambda: 3 running, 12 waiting, 9 complete of 24 trials`, and the best so far. */
export function headline(state: StudyState, { name, metric }: Judged, { bold }: Colors): string {
  // Trials that nobody has asked for yet wait as well.
  const begun = Object.values(state.counts).reduce((sum, count) => sum + count, 0) - state.counts.waiting;
  const waiting = state.total === undefined ? state.counts.waiting : state.total - begun;
  const counts = Object.entries({ ...state.counts, waiting }).filter(([, count]) => count > 0);
  const of = state.total === undefined ? "" : ` of ${state.total} trials`;
  const stands = counts.map(([status, count]) => `${count} ${status}`).join(", ") || "nothing has begun";
  const best = state.best === undefined ? undefined : state.configurations[state.best];
  const reached = best === undefined ? "" : `; best ${metric.name} ${valueOf(best)}`;
  return `${bold(name)}: ${stands}${of}${reached}`;
}

/** The configurations, the best first, with nothing but what was swept. The best has a star. */
export function sweepTable(state: StudyState, { metric }: Judged, { colors, width, most = Infinity }: Look): string[] {
  const ordered = ranked(state, metric.goal);
  const shown = ordered.slice(0, most);
  const swept = [...new Set(state.configurations.flatMap(({ values }) => Object.keys(values)))];
  const rows = shown.map((each) => [
    each.configuration === state.best ? "*" : "",
    String(each.configuration),
    ...swept.map((path) => (Object.hasOwn(each.values, path) ? text(each.values[path]!) : "")),
    valueOf(each),
    `${each.count}/${each.trials.length}`,
    each.status,
  ]);
  const head = ["", "#", ...swept, metric.name, "trials", "status"];
  const lines = table([head, ...rows], (cell, row, column) => {
    if (row === 0) return colors.dim(cell);
    const { status, configuration } = shown[row - 1]!;
    if (column === head.length - 1) return colorOf(status, colors)(cell);
    return configuration === state.best ? colors.bold(cell) : cell;
  });
  const rest = ordered.length - shown.length;
  if (rest > 0) lines.push(colors.dim(`  and ${rest} more: tweedie sweep status`));
  return Number.isFinite(width) ? lines.map((line) => cut(line, width)) : lines;
}

/** Those with a value by the metric, then the others as they were suggested. */
function ranked({ configurations }: StudyState, goal: "minimize" | "maximize"): readonly ConfigurationState[] {
  const sign = goal === "minimize" ? 1 : -1;
  const rank = ({ value }: ConfigurationState) => (value === undefined ? Infinity : sign * value);
  return configurations.toSorted((a, b) => compare(rank(a), rank(b)) || a.configuration - b.configuration);
}

/** Infinity is equal to itself, which its difference is not. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

/** `0.0213 ± 0.0012`: the mean over the trials, and their spread. */
export function valueOf({ value, spread }: Pick<ConfigurationState, "value" | "spread">): string {
  if (value === undefined) return "";
  return spread === undefined ? number(value) : `${number(value)} ± ${number(spread)}`;
}

/** Green for what is done, yellow for what was given up early, red for what failed. */
function colorOf(status: TrialStatus, colors: Colors): (text: string) => string {
  const { green, yellow, red, cyan, dim } = colors;
  return { complete: green, running: cyan, waiting: dim, skipped: dim, pruned: yellow, diverged: red, failed: red }[
    status
  ];
}

/** As much of a line as fits. Colours take no room. */
function cut(line: string, width: number): string {
  let [shown, room] = ["", width];
  // eslint-disable-next-line no-control-regex -- that is what colours begin with
  for (const part of line.split(/(\x1b\[[\d;]*m)/)) {
    if (part.startsWith("\x1b")) shown += part;
    else {
      shown += part.slice(0, room);
      room -= Math.min(room, part.length);
    }
  }
  return shown;
}
