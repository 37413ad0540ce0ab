import { visibleLine } from "@tweedie/core";
import type { ConfigurationState, StudyState, SweepPlan, TrialStatus } from "@tweedie/study";
import { valueText } from "../run-list/fields.ts";
import { numberText } from "../terminal/format.ts";
import { cutAtWord } from "../terminal/activity-line.ts";
import { shortNames } from "../run-list/short-names.ts";
import { table, tableWidth } from "../terminal/table.ts";
import type { Colors } from "../terminal/terminal.ts";

interface TableOptions {
  readonly colors: Colors;
  /** Maximum width in characters. */
  readonly width: number;
  /** Maximum number of configurations. */
  readonly limit?: number;
}

type PlanHead = Pick<SweepPlan, "name" | "metric">;

/** Number of trials that have ended in any way. */
export const endedTrials = ({ complete, pruned, diverged, failed, skipped }: StudyState["counts"]): number =>
  complete + pruned + diverged + failed + skipped;

/** `lambda: 12 waiting, 3 running, 9 complete of 24 trials; best sw2 0.0213` */
export function sweepHeadline(state: StudyState, { name, metric }: PlanHead, { bold }: Pick<Colors, "bold">): string {
  const { counts, total } = state;
  // Trials that the sampler has not suggested yet count as waiting.
  const waiting = total === undefined ? counts.waiting : total - counts.running - endedTrials(counts);
  const nonZero = Object.entries({ ...counts, waiting }).filter(([, count]) => count > 0);
  const trials = nonZero.map(([status, count]) => `${count} ${status}`).join(", ") || "no trial started";
  const of = total === undefined ? "" : ` of ${total} trials`;
  const best = state.best === undefined ? undefined : state.configurations[state.best];
  const bestText = best === undefined ? "" : `; best ${visibleLine(metric.name)} ${metricText(best)}`;
  return `${bold(visibleLine(name))}: ${trials}${of}${bestText}`;
}

/** Renders configurations with the values of the swept parameters, best first. The best is bold; it and those that differ from it by chance only have a star. */
export function sweepTable(
  state: StudyState,
  { metric }: PlanHead,
  { colors, width, limit = Infinity }: TableOptions,
): string[] {
  const ranked = rankedConfigurations(state, metric.goal);
  const shown = ranked.slice(0, limit);
  const rows = shown.map((each) => ({
    before: [state.within.includes(each.configuration) ? "*" : "", String(each.configuration)],
    value: (path: string) => (Object.hasOwn(each.values, path) ? valueText(each.values[path]!) : ""),
    after: [metricText(each), `${each.count}/${each.trials.length}`, each.status],
  }));
  const swept = [...new Set(state.configurations.flatMap(({ values }) => Object.keys(values)))];
  const cellsOf = (paths: readonly string[], names: readonly string[]): readonly (readonly string[])[] => [
    ["", "#", ...names, metric.name, "trials", "status"],
    ...rows.map(({ before, value, after }) => [...before, ...paths.map(value), ...after]),
  ];
  const { paths, names } = fittingNames(swept, (...columns) => tableWidth(cellsOf(...columns)) <= width);
  const cells = cellsOf(paths, names);
  const lines = table(cells, (cell, row, column) => {
    if (row === 0) return colors.dim(cell);
    const { status, configuration } = shown[row - 1]!;
    if (column === cells[0]!.length - 1) return trialColor(status, colors)(cell);
    return configuration === state.best ? colors.bold(cell) : cell;
  });
  const left = swept.slice(paths.length).map(visibleLine);
  if (left.length > 0) lines.push(colors.dim(cutAtWord(`  also swept: ${left.join(", ")}`, width)));
  const hidden = ranked.length - shown.length;
  if (hidden > 0) lines.push(colors.dim(`  and ${hidden} more: tweedie sweep status`));
  return lines;
}

/** The parameters whose columns fit, the first ones first, under their names or the shortest endings of these that differ. */
function fittingNames(
  swept: readonly string[],
  fits: (paths: readonly string[], names: readonly string[]) => boolean,
): { readonly paths: readonly string[]; readonly names: readonly string[] } {
  if (fits(swept, swept)) return { paths: swept, names: swept };
  const short = shortNames(swept);
  for (let count = swept.length; count > 0; count--) {
    const [paths, names] = [swept.slice(0, count), short.slice(0, count)];
    if (fits(paths, names)) return { paths, names };
  }
  return { paths: [], names: [] };
}

/** Configurations with a value, best first, then those without one in the order in which they were suggested. */
function rankedConfigurations(
  { configurations }: StudyState,
  goal: "minimize" | "maximize",
): readonly ConfigurationState[] {
  const sign = goal === "minimize" ? 1 : -1;
  const key = ({ value }: ConfigurationState) => (value === undefined ? Infinity : sign * value);
  return configurations.toSorted((a, b) => compare(key(a), key(b)) || a.configuration - b.configuration);
}

/** `a - b` would be NaN for two infinities. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

/** `0.0213 ± 0.0012`: mean and standard deviation over the complete trials of a configuration, of a single one over sets of samples. */
export function metricText({ value, spread }: Pick<ConfigurationState, "value" | "spread">): string {
  if (value === undefined) return "";
  return spread === undefined ? numberText(value) : `${numberText(value)} ± ${numberText(spread)}`;
}

function trialColor(status: TrialStatus, { green, yellow, red, cyan, dim }: Colors): (text: string) => string {
  return { complete: green, running: cyan, waiting: dim, skipped: dim, pruned: yellow, diverged: red, failed: red }[
    status
  ];
}
