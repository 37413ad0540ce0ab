import type { LogRow, TrackedRow, TrackedRun } from "@tweedie/core";

/** Rows with times, one second apart. */
export const timed = (rows: readonly LogRow[]): readonly TrackedRow[] =>
  rows.map((row, i) => ({ ...row, time: 1_800_000_000 + i }));

/** A run whose log has the given rows so far. */
export const trackedRun = (folder: string, rows: readonly TrackedRow[] = []): TrackedRun => ({
  name: "ring",
  config: { name: "ring", seed: 0, loss: { use: "sid/l2", lambda: 1.2 }, evaluate: { metrics: [] }, alarms: null },
  folder,
  sync: false,
  log: () => Promise.resolve(rows),
  warn: () => undefined,
  signal: new AbortController().signal,
});
