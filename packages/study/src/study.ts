import type { SearchPoint } from "@tweedie/core";
import type { SweepPlan } from "./plan.ts";
import type { StudyState, TrialFilter } from "./state/study-state.ts";

/** A sweep on disk, of which none of its plugins is needed. */
export interface StudyReader {
  readonly folder: string;
  readonly plan: SweepPlan;
  /** Reads the journal and returns the current state. */
  state(): StudyState;
  /** Sentences about files of the experiment and plugins that are not as they were when the sweep began. */
  changes(): Promise<readonly string[]>;
  /** Stops the sweep: no trial is claimed until `resume`. */
  stop(): Promise<void>;
  /** Prunes running trials, as a pruner would. Returns the numbers of those that were running. */
  prune(trials: readonly number[]): Promise<readonly number[]>;
}

/** A sweep on disk that any number of processes read and change. Every answer is a function of its journal. */
export interface Study extends StudyReader {
  /** Claims a trial. Returns how long to wait where none is free, and `finished` where none is left or the sweep was stopped. */
  claim(agent: string): Promise<Claim | Wait | "finished">;
  /** Heartbeat, due before the lease expires. `lost`: another agent may hold the trial, so end the run. `prune`: it was pruned by hand. `stop`: the sweep was stopped. */
  renew(claim: Claim): Promise<"held" | Exclude<ReportAnswer, "continue">>;
  /** Reports an intermediate value of the metric. Counts as a heartbeat. */
  report(claim: Claim, report: { readonly resource: number; readonly value: number }): Promise<ReportAnswer>;
  /** Ends the trial. Returns false, and changes nothing, if the claim was lost. */
  finish(claim: Claim, outcome: Outcome): Promise<boolean>;
  /** Gives a trial back whose worker shows no sign of life, as if its lease had expired. Returns false if the claim was lost. */
  giveBack(claim: Claim): Promise<boolean>;
  /** Notes that this process is awake. A process that calls it every second does not count time in which it was suspended. */
  noteAwake(): void;
  /** Puts failed trials back into the queue. Returns their numbers. */
  retry(which?: TrialFilter): Promise<readonly number[]>;
  /** Undoes `stop` and retries all failed trials. */
  resume(): Promise<void>;
}

/** A trial that one agent holds. */
export interface Claim {
  readonly trial: number;
  readonly configuration: number;
  /** Fencing token, unique among all claims of the sweep: records with the token of a lost claim are ignored. */
  readonly token: number;
  /** Run folder of the trial. */
  readonly folder: string;
  readonly experiment: string;
  /** Overrides of the experiment in this trial, `key=value`. */
  readonly overrides: readonly string[];
  /** Milliseconds without a heartbeat after which another agent may claim the trial. */
  readonly lease: number;
  readonly point: SearchPoint;
}

export interface Wait {
  /** Milliseconds until a claim is worth another attempt. */
  readonly wait: number;
}

export type ReportAnswer = "continue" | "prune" | "lost" | "stop";

/** Outcome of a trial. */
export type Outcome =
  | {
      readonly status: "complete";
      readonly metrics: Readonly<Record<string, number>>;
      /** Standard deviations of the metrics over sets of samples. */
      readonly spreads?: Readonly<Record<string, number>>;
    }
  | { readonly status: "diverged"; readonly reason: string; readonly metrics?: Readonly<Record<string, number>> }
  | { readonly status: "pruned"; readonly metrics?: Readonly<Record<string, number>> }
  | { readonly status: "failed"; readonly reason: string; readonly exit?: number | string }
  /** Interrupted: the trial returns to the queue and continues from its checkpoint. */
  | { readonly status: "released" };
