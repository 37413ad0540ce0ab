import type { RunStatus } from "@tweedie/engine";

/** A trial as its worker is told it. */
export interface Assignment {
  readonly experiment: string;
  readonly overrides: readonly string[];
  /** The run folder. */
  readonly out: string;
  readonly threads: number;
  /** Milliseconds for which the trial is ours without a further sign. */
  readonly lease: number;
}

/** What an agent tells a worker. */
export type ToWorker =
  | ({ readonly say: "play" } & Assignment)
  /** The trial is still ours, for as long again. */
  | { readonly say: "held"; readonly lease: number }
  /** Finish the step, save, and end the trial. */
  | { readonly say: "stop" };

/** Metrics of an evaluation on the way. */
export interface Measurement {
  readonly step: number;
  /** Samples that the student has been trained on. */
  readonly samples: number;
  readonly values: Readonly<Record<string, number>>;
}

/** What a worker tells its agent. */
export type FromWorker =
  | ({ readonly say: "measured" } & Measurement)
  | { readonly say: "ended"; readonly status: RunStatus }
  | { readonly say: "failed"; readonly reason: string; readonly exit: number };
