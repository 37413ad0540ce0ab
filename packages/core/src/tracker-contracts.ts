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
  /** A folder of the run's for the tracker alone. It is there, and it stays when the run is continued. */
  readonly folder: string;
  /** All rows of the log so far. */
  log(): Promise<readonly LogRow[]>;
  /** Tells the user something that does not end the tracking. */
  warn(message: string): void;
  /** Aborted when the tracker is given up. */
  readonly signal: AbortSignal;
}

/** What a tracker has of a run when it begins to show it. */
export interface Tracked {
  /** How many rows of the log, from the first: they are not given again. None but for a run that is continued. */
  readonly rows: number;
  /** Where people look: an address, or a command. */
  readonly place: string;
}

/** How a run ended, perhaps to be continued. */
export interface TrackedEnd {
  readonly status: string;
  readonly reason?: string | undefined;
  readonly metrics: Readonly<Record<string, number>>;
}

/**
 * Shows a run elsewhere. The run's own log is the truth, and this is what follows from it: a tracker that throws, or that does
 * not come back in time, is left out of the rest of the run, which goes on without it.
 */
export interface Tracker {
  start(run: TrackedRun): Promise<Tracked>;
  /** Rows of the log, in order and each once. A run that was cut back to its checkpoint writes the same rows again: they do not come again. */
  log(rows: readonly LogRow[]): Promise<void>;
  /** The last call. */
  finish(end: TrackedEnd): Promise<void>;
}
