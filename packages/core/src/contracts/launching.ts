/** A request to start agents, which claim trials of a sweep until none are left. */
export interface LaunchRequest {
  /** The sweep's name, and the absolute path of its folder. */
  readonly name: string;
  readonly folder: string;
  /** Command line of one agent: program and arguments. */
  readonly command: readonly string[];
  /** Number of trials left; infinity if unknown. */
  readonly trials: number;
  /** Trials to run at the same time, if the command line says so. */
  readonly parallel?: number | undefined;
}

/** Starts agents, on this machine or on a cluster. The sweep's journal records the agents' work; the launcher does not read it. */
export interface Launcher {
  /** True if the command that starts a sweep is itself its agent. Otherwise it starts others and returns. */
  readonly attached: boolean;
  /** Number of trials that one agent runs at the same time, and the threads of each. */
  agent(parallel?: number): { readonly workers: number; readonly threads: number };
  /** Describes, for the user, what `launch` would submit. */
  preview(request: LaunchRequest): string;
  /** Starts agents that outlive this process. Returns the names of the jobs. */
  launch(request: LaunchRequest): Promise<readonly string[]>;
  /** Counts the running and queued agents of these jobs; undefined if that cannot be found out. */
  alive(jobs: readonly string[]): Promise<{ readonly running: number; readonly queued: number } | undefined>;
  /** Cancels those that have not started. */
  cancel(jobs: readonly string[]): Promise<void>;
}
