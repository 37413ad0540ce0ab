import type { LogRow, Tracked, TrackedEnd, TrackedRun, Tracker } from "@tweedie/core";
import { mkdir } from "node:fs/promises";
import { withTimeout } from "../with-timeout.ts";

/** A tracker that follows a run at its own pace. */
export interface Follower {
  /** Hands on a row as soon as the tracker is ready for it. The caller does not wait. */
  add(row: LogRow): void;
  /** Hands on what is left, then the end. */
  finish(end: TrackedEnd): Promise<void>;
}

export interface Following {
  /** What the tracker is told of the run. */
  readonly run: Omit<TrackedRun, "signal">;
  /** How long one call may take, in milliseconds. */
  readonly patience: number;
  onStart(tracked: Tracked): void;
  /** The tracker failed, and is not called again. */
  onLost(error: unknown): void;
}

/** Starts a tracker. Its calls follow one another, and none of them can hurt or hold up the run. */
export function follow(tracker: Tracker, { run, patience, onStart, onLost }: Following): Follower {
  const given = new AbortController();
  let waiting: LogRow[] = [];
  /** Rows that it has from before, and that are still to be passed over. */
  let held = 0;

  const attempt = async (call: () => Promise<void>): Promise<void> => {
    if (given.signal.aborted) return;
    try {
      await withTimeout(patience, call());
    } catch (error) {
      waiting = [];
      given.abort();
      onLost(error);
    }
  };
  const start = async () => {
    await mkdir(run.folder, { recursive: true });
    const tracked = await tracker.start({ ...run, signal: given.signal });
    if (!Number.isSafeInteger(tracked.rows) || tracked.rows < 0) {
      throw new Error(`\`start\` gives ${tracked.rows} for the rows that it has`);
    }
    held = tracked.rows;
    onStart(tracked);
  };
  const send = async () => {
    const rows = waiting.slice(held);
    held = Math.max(0, held - waiting.length);
    waiting = [];
    if (rows.length > 0) await tracker.log(rows);
  };

  let last = attempt(start);
  return {
    add: (row) => {
      if (given.signal.aborted) return;
      // A copy, for whatever a tracker does to its rows must not reach the run.
      waiting.push(structuredClone(row));
      if (waiting.length === 1) last = last.then(() => attempt(send));
    },
    finish: async (end) => {
      await last;
      await attempt(async () => tracker.finish(end));
    },
  };
}
