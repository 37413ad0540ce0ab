import type { RunStatus, TrustedFiles } from "@tweedie/engine";

/** A trial to run. */
export interface TrialTask {
  readonly experiment: string;
  readonly overrides: readonly string[];
  /** Run folder. */
  readonly out: string;
  readonly threads: number;
  /** Milliseconds without a heartbeat of the agent after which another agent may claim the trial. */
  readonly lease: number;
  /** Plugins outside the project of the working folder that may run, as the user of the agent decided. */
  readonly trusted: TrustedFiles;
}

/** Messages from an agent to a worker. */
export type ToWorker =
  | ({ readonly type: "run" } & TrialTask)
  /** Finish the step, write a checkpoint and end the trial. */
  | { readonly type: "stop" };

/** Metrics of an evaluation during training. */
export interface Measurement {
  readonly step: number;
  /** Number of samples that the student has been trained on. */
  readonly samples: number;
  readonly values: Readonly<Record<string, number>>;
}

/** Messages from a worker to its agent. */
export type FromWorker =
  /** A sign of life, sent at intervals while no step occupies the process. */
  | { readonly type: "alive" }
  | ({ readonly type: "measured" } & Measurement)
  | { readonly type: "ended"; readonly status: RunStatus }
  | { readonly type: "failed"; readonly reason: string; readonly exit: number };
