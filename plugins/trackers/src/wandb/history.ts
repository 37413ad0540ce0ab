import type { LogRow } from "@tweedie/core";

/** A row as W&B has it: one point of every chart. */
export type HistoryRow = Readonly<Record<string, number>>;

/** Row number `index` of a log. The steps of the phases begin anew, so it is the number of the row that counts on, with the step beside. */
export function historyRow({ phase, step, values }: LogRow, index: number, begun: number): HistoryRow {
  const now = Date.now() / 1_000;
  const named = Object.entries(values).map(([name, value]) => [`${phase}/${name}`, value] as const);
  return {
    ...Object.fromEntries(named),
    [`${phase}/step`]: step,
    _step: index,
    _runtime: now - begun,
    _timestamp: now,
  };
}

/** A value as W&B's own client writes it: JSON, but for NaN and the infinities, which stand by their names. */
export const jsonOf = (value: unknown): string =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : JSON.stringify(value);

/** A row as a line of the history. */
export const historyLine = (row: HistoryRow): string =>
  `{${Object.entries(row)
    .map(([name, value]) => `${JSON.stringify(name)}:${jsonOf(value)}`)
    .join()}}`;

/** A configuration in W&B's format: each key has its value under `value`. */
export const wrappedConfig = (
  config: Readonly<Record<string, unknown>>,
): Readonly<Record<string, { value: unknown }>> =>
  Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }]));
