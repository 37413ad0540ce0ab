import type { RunStatus } from "@tweedie/engine";

/** A trial to run. */
export interface TrialTask {
  readonly experiment: string;
  readonly overrides: readonly string[];
  /** Run folder. */
  readonly out: string;
  readonly threads: number;
  /** Milliseconds until the lease expires. */
  readonly lease: number;
}

/** Messages from an agent to a worker. */
export type ToWorker =
  | ({ readonly type: "run" } & TrialTask)
  /** The lease was renewed for this many milliseconds. */
  | { readonly type: "renewed"; readonly lease: number }
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
  | ({ readonly type: "measured" } & Measurement)
  | { readonly type: "ended"; readonly status: RunStatus }
  | { readonly type: "failed"; readonly reason: string; readonly exit: number };
