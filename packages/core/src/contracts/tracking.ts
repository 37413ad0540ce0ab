/** One line of a run's log: numbers after a step of a phase. */
export interface LogRow {
  readonly phase: string;
  readonly step: number;
  readonly values: Readonly<Record<string, number>>;
}

/** The run that a tracker shows. */
export interface TrackedRun {
  readonly name: string;
  /** The experiment with every default written out. */
  readonly config: Readonly<Record<string, unknown>>;
  /** A folder of the run for the tracker's own files. It exists, and is kept when the run is continued. */
  readonly folder: string;
  /** Returns all rows of the log so far. */
  log(): Promise<readonly LogRow[]>;
  /** Prints a warning for the user. Tracking continues. */
  warn(message: string): void;
  /** Aborted when the run stops using the tracker. */
  readonly signal: AbortSignal;
}

/** State of a tracker when it starts to show a run. */
export interface TrackerState {
  /** Number of log rows, from the first, that it already has: they are not passed again. 0 unless the run is continued. */
  readonly rows: number;
  /** URL of the tracked run, or a command that opens it. */
  readonly place: string;
}

/** Outcome of a run, which may still be continued. */
export interface TrackedEnd {
  readonly status: string;
  readonly reason?: string | undefined;
  readonly metrics: Readonly<Record<string, number>>;
}

/**
 * Shows a run in another program. The run's own log is authoritative and does not depend on a tracker: if a tracker throws or
 * exceeds its time limit, the run continues without it.
 */
export interface Tracker {
  start(run: TrackedRun): Promise<TrackerState>;
  /** Receives rows of the log, in order and each once. Rows that a run writes again after it returned to a checkpoint are not passed again. */
  log(rows: readonly LogRow[]): Promise<void>;
  /** The last call. */
  finish(end: TrackedEnd): Promise<void>;
}
