import type { TrackedRow } from "@tweedie/core";

/** A history row of W&B: one point of each chart. */
export type HistoryRow = Readonly<Record<string, number>>;

/**
 * Converts row `index` of a log. W&B's `_step` is the index, because the steps of each phase start at 0; the step itself is a value.
 *
 * @param started Time of the first row, in seconds since 1970.
 */
export function historyRow({ phase, step, values, time }: TrackedRow, index: number, started: number): HistoryRow {
  const named = Object.entries(values).map(([name, value]) => [`${phase}/${name}`, value] as const);
  return {
    ...Object.fromEntries(named),
    [`${phase}/step`]: step,
    _step: index,
    _runtime: Math.max(0, time - started),
    _timestamp: time,
  };
}

/** Time from which the runtime of a run counts: that of its first row, in seconds since 1970. */
export const startOf = (log: readonly TrackedRow[]): number => log[0]?.time ?? Date.now() / 1_000;

/** Summary of a run: the values of its last row, and its metrics. */
export function summaryOf(log: readonly TrackedRow[], metrics: Readonly<Record<string, number>>): HistoryRow {
  const last = log.at(-1);
  return { ...(last && historyRow(last, log.length - 1, startOf(log))), ...metrics };
}

/** A value as JSON, except that NaN and the infinities are their names, as W&B's own client writes them. */
export const jsonOf = (value: unknown): string =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : JSON.stringify(value);

/** A row as a line of the history file. */
export const historyLine = (row: HistoryRow): string =>
  `{${Object.entries(row)
    .map(([name, value]) => `${JSON.stringify(name)}:${jsonOf(value)}`)
    .join()}}`;

/** A configuration in W&B's format: the value of each key is under `value`. */
export const wrappedConfig = (
  config: Readonly<Record<string, unknown>>,
): Readonly<Record<string, { value: unknown }>> =>
  Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }]));

/** W&B's exit code of a run with this status. */
export const exitCodeOf = (status: string): 0 | 1 => (["completed", "not-converged"].includes(status) ? 0 : 1);
