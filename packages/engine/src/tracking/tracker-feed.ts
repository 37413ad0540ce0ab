import { createFolder } from "@tweedie/core/files";
import {
  type TrackedEnd,
  type TrackedRow,
  type TrackedRun,
  type Tracker,
  type TrackerState,
  TweedieError,
} from "@tweedie/core";
import { errorSummary } from "../plugins/error-text.ts";
import { withTimeout } from "../with-timeout.ts";
import { type Clock, pauseAfter, requestedPause, systemClock } from "./back-off.ts";
import { type RowQueue, rowQueue } from "./row-queue.ts";

/** Rows of a run on their way to a tracker. The run never waits for it, except in `finish`. */
export interface TrackerFeed {
  /** Passes on a row of the log when the tracker is ready. */
  add(row: TrackedRow): void;
  /**
   * Passes on the remaining rows, then the outcome of the run.
   *
   * @param time Time for attempts from now, and after each progress, in milliseconds.
   */
  finish(end: TrackedEnd, time?: number): Promise<Delivery>;
}

/** State of a feed at its end. */
export interface Delivery {
  /** Number of rows of the log. */
  readonly rows: number;
  /** Reason why rows or the outcome are not sent; undefined if the tracker has all. */
  readonly unsent?: string | undefined;
  /** True if a later attempt can succeed only after a change by the user. */
  readonly isFinal?: boolean;
}

export interface TrackerFeedOptions {
  /** The run as the tracker receives it. */
  readonly run: Omit<TrackedRun, "signal">;
  /** Number of rows that the log already has. */
  readonly rows: number;
  /** Time limit of one call, in milliseconds. */
  readonly timeout?: number;
  readonly clock?: Clock;
  onStart?(state: TrackerState): void;
  /** Called for the first failure after progress, and for a final one. */
  onFailure?(reason: string, isFinal: boolean): void;
}

/** Maximum number of rows of one call. */
const rowsPerCall = 1_000;

/**
 * Starts a tracker. Its calls do not overlap, and no error or delay of it affects the run. After an error it is started again, with
 * growing pauses, until it has all rows or the time at the end is over.
 */
export const startTracker = (tracker: Tracker, options: TrackerFeedOptions): TrackerFeed => new Feed(tracker, options);

class Feed implements TrackerFeed {
  readonly #tracker: Tracker;
  readonly #options: Required<Pick<TrackerFeedOptions, "timeout" | "clock">> & TrackerFeedOptions;
  readonly #queue: RowQueue;
  readonly #delivery: Promise<Delivery>;
  /** Resolves when `finish` is called. */
  readonly #ended = promiseWithResolve();
  #ending: { readonly end: TrackedEnd; readonly time: number; deadline: number } | undefined;
  #added = promiseWithResolve();
  /** The tracker's last call, without its errors. */
  #called: Promise<unknown> = Promise.resolve();
  /** Failures since the last progress or the end of the run, which determine the next pause. */
  #failures = 0;
  /** True if a failure since the last progress was reported. */
  #isReported = false;
  /** Highest number of rows that the tracker has accepted. */
  #passed = 0;

  constructor(tracker: Tracker, options: TrackerFeedOptions) {
    this.#tracker = tracker;
    this.#options = { timeout: 30_000, clock: systemClock, ...options };
    this.#queue = rowQueue(options.rows, options.run.log);
    this.#delivery = this.#deliver();
  }

  add(row: TrackedRow): void {
    this.#queue.add(row);
    this.#added.resolve();
  }

  finish(end: TrackedEnd, time = 30_000): Promise<Delivery> {
    this.#ending = { end, time, deadline: this.#options.clock.now() + time };
    this.#ended.resolve();
    return this.#delivery;
  }

  async #deliver(): Promise<Delivery> {
    const { onFailure } = this.#options;
    for (;;) {
      const attempt = new AbortController();
      try {
        return await this.#track(attempt.signal);
      } catch (error) {
        const isFinal = error instanceof TweedieError;
        const reason = isFinal
          ? [error.where + ": " + error.what, error.fix].filter(Boolean).join("; ")
          : errorSummary(error);
        this.#queue.forget();
        this.#failures++;
        if (!this.#isReported || isFinal) onFailure?.(reason, isFinal);
        this.#isReported = true;
        if (isFinal || !(await this.#pause(error))) {
          await this.#ended.promise;
          return { rows: this.#queue.size(), unsent: reason, isFinal };
        }
      } finally {
        attempt.abort();
      }
    }
  }

  /** Starts the tracker, and passes rows and the outcome of the run. */
  async #track(signal: AbortSignal): Promise<Delivery> {
    const state = await this.#call(() => this.#start(signal));
    this.#queue.seek(state.rows);
    this.#options.onStart?.(state);
    for (;;) {
      this.#added = promiseWithResolve();
      const rows = await this.#queue.next(rowsPerCall);
      if (rows.length > 0) await this.#pass(rows);
      else if (this.#ending) {
        const { end } = this.#ending;
        await this.#call(() => this.#tracker.finish(end));
        return { rows: this.#queue.size(), unsent: state.unsent };
      } else await Promise.race([this.#added.promise, this.#ended.promise]);
    }
  }

  async #start(signal: AbortSignal): Promise<TrackerState> {
    const { run } = this.#options;
    await createFolder(run.folder);
    const state = await this.#tracker.start({ ...run, signal });
    if (Number.isSafeInteger(state.rows) && state.rows >= 0) return state;
    throw new Error(`\`start\` returns ${state.rows} as its number of rows`);
  }

  async #pass(rows: readonly TrackedRow[]): Promise<void> {
    await this.#call(() => this.#tracker.log(rows));
    if (this.#queue.position() <= this.#passed) return;
    this.#passed = this.#queue.position();
    this.#failures = 0;
    this.#isReported = false;
    if (this.#ending) this.#ending.deadline = this.#options.clock.now() + this.#ending.time;
  }

  #call<T>(method: () => Promise<T>): Promise<T> {
    const { timeout, clock } = this.#options;
    const result = (async () => method())();
    this.#called = result.catch(() => undefined);
    // At the end the last call has a second at least.
    const limit = this.#ending ? Math.min(timeout, Math.max(1_000, this.#ending.deadline - clock.now())) : timeout;
    return withTimeout(limit, result);
  }

  /** Waits before the next start. Returns false if the time at the end is over before. */
  async #pause(error: unknown): Promise<boolean> {
    const { clock } = this.#options;
    const requested = clock.now() + requestedPause(error);
    const isRunning = this.#ending === undefined;
    if (!(await this.#waitUntil(Math.max(requested, clock.now() + pauseAfter(this.#failures, clock.random()))))) {
      return false;
    }
    // The end of the run ends the pause, unless the server has asked for it.
    if (isRunning && this.#ending) {
      this.#failures = 0;
      if (!(await this.#waitUntil(requested))) return false;
    }
    return this.#isIdle();
  }

  /** Waits until a time, or until the run ends. Returns false if the time is after the deadline at the end. */
  async #waitUntil(time: number): Promise<boolean> {
    const { clock } = this.#options;
    if (this.#ending && time > this.#ending.deadline) return false;
    const interrupted = new AbortController();
    if (!this.#ending) void this.#ended.promise.then(() => interrupted.abort());
    if (time > clock.now()) await clock.wait(time - clock.now(), interrupted.signal);
    return true;
  }

  /** Waits for a call that exceeded its time limit, at the end until the deadline. Returns false if it has not ended. */
  async #isIdle(): Promise<boolean> {
    const { clock } = this.#options;
    const settled = new AbortController();
    const over = this.#ended.promise.then(() =>
      clock.wait(Math.max(0, this.#ending!.deadline - clock.now()), settled.signal),
    );
    const isIdle = await Promise.race([this.#called.then(() => true), over.then(() => false)]);
    settled.abort();
    return isIdle;
  }
}

/** A promise and the function that resolves it. */
function promiseWithResolve() {
  let resolve!: () => void;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
