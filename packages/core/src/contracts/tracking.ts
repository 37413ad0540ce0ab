/** One line of a run's log: numbers after a step of a phase. */
export interface LogRow {
  readonly phase: string;
  readonly step: number;
  readonly values: Readonly<Record<string, number>>;
}

/** A row of the log as a tracker receives it. */
export interface TrackedRow extends LogRow {
  /** Time at which the run wrote the row, in seconds since 1970. */
  readonly time: number;
}

/** The run that a tracker shows. */
export interface TrackedRun {
  readonly name: string;
  /** The experiment with every default written out. */
  readonly config: Readonly<Record<string, unknown>>;
  /** A folder of the run for the tracker's own files. It exists, and is kept when the run is continued. */
  readonly folder: string;
  /** True for `tweedie sync`: the rows are to be sent now, even if the environment asks to store them. */
  readonly sync: boolean;
  /** Returns all rows of the log so far. */
  log(): Promise<readonly TrackedRow[]>;
  /** Prints a warning for the user. Tracking continues. */
  warn(message: string): void;
  /** Aborted when this start of the tracker ends: by an error, or with the run. */
  readonly signal: AbortSignal;
}

/** State of a tracker when it starts to show a run. */
export interface TrackerState {
  /** Number of log rows, from the first, that it already has: they are not passed again. 0 unless the run was tracked before. */
  readonly rows: number;
  /** URL of the tracked run, or a command that opens it. Nothing is printed if it is undefined. */
  readonly place?: string | undefined;
  /** Reason why the rows stay on this machine until `tweedie sync` sends them, such as `WANDB_MODE=offline`. */
  readonly unsent?: string | undefined;
}

/** Outcome of a run, which may still be continued. */
export interface TrackedEnd {
  readonly status: string;
  readonly reason?: string | undefined;
  readonly metrics: Readonly<Record<string, number>>;
}

/**
 * Shows a run in another program. The run's own log is authoritative and does not depend on a tracker.
 *
 * If a call throws or exceeds its time limit, the engine calls `start` again after a pause, and passes the rows that the tracker lacks.
 * An error may have a number `retryAfter`: seconds to wait at least. A `TweedieError` is final: only the user can remove its cause. A
 * later `tweedie sync` calls `start`, `log` and `finish` again.
 */
export interface Tracker {
  start(run: TrackedRun): Promise<TrackerState>;
  /**
   * Optional. Checks before a run that it can be shown: settings, key, server. Returns the place that rows go to.
   *
   * @throws TweedieError for what the user must change, and any other error for a server that does not answer.
   */
  check?(signal: AbortSignal): Promise<string>;
  /**
   * Receives rows of the log, in order and each once after a start. Rows that a run writes again after it returned to a checkpoint are
   * not passed again.
   */
  log(rows: readonly TrackedRow[]): Promise<void>;
  /** The last call. Throws unless the destination has all rows and the outcome. */
  finish(end: TrackedEnd): Promise<void>;
}
