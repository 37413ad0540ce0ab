import type { LogRow, TrackedEnd, TrackedRun, Tracker, TrackerState } from "@tweedie/core";
import { mkdir } from "node:fs/promises";
import { withTimeout } from "../with-timeout.ts";

/** Queue that passes log rows to a tracker. The run never waits for it, except in `finish`. */
export interface TrackerFeed {
  /** Queues a row, which is passed on when the tracker is ready. */
  add(row: LogRow): void;
  /** Passes on the remaining rows, then the outcome of the run. */
  finish(end: TrackedEnd): Promise<void>;
}

export interface TrackerFeedOptions {
  /** The run as the tracker receives it. */
  readonly run: Omit<TrackedRun, "signal">;
  /** Time limit of one call, in milliseconds. */
  readonly timeout: number;
  onStart(state: TrackerState): void;
  /** Called if the tracker fails. It is not called again afterwards. */
  onFailure(error: unknown): void;
}

/** Starts a tracker. Its calls do not overlap, and no error or delay of it affects the run. */
export function startTracker(tracker: Tracker, { run, timeout, onStart, onFailure }: TrackerFeedOptions): TrackerFeed {
  const stopped = new AbortController();
  let queue: LogRow[] = [];
  /** Number of queued rows to skip, because the tracker has them from an earlier part of the run. */
  let skipped = 0;

  const attempt = async (call: () => Promise<void>): Promise<void> => {
    if (stopped.signal.aborted) return;
    try {
      await withTimeout(timeout, call());
    } catch (error) {
      queue = [];
      stopped.abort();
      onFailure(error);
    }
  };
  const start = async () => {
    await mkdir(run.folder, { recursive: true });
    const state = await tracker.start({ ...run, signal: stopped.signal });
    if (!Number.isSafeInteger(state.rows) || state.rows < 0) {
      throw new Error(`\`start\` returns ${state.rows} as its number of rows`);
    }
    skipped = state.rows;
    onStart(state);
  };
  const send = async () => {
    const rows = queue.slice(skipped);
    skipped = Math.max(0, skipped - queue.length);
    queue = [];
    if (rows.length > 0) await tracker.log(rows);
  };

  let last = attempt(start);
  return {
    add: (row) => {
      if (stopped.signal.aborted) return;
      // A copy, so that a tracker that changes its rows does not change the run's.
      queue.push(structuredClone(row));
      if (queue.length === 1) last = last.then(() => attempt(send));
    },
    finish: async (end) => {
      await last;
      await attempt(async () => tracker.finish(end));
    },
  };
}
