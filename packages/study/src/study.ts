import type { SearchPoint } from "@tweedie/core";
import type { SweepPlan } from "./plan.ts";
import type { StudyState, TrialFilter } from "./state/study-state.ts";

/** A sweep on the disk, as any number of processes see and change it. Every answer is a function of its journal. */
export interface Study {
  readonly folder: string;
  readonly plan: SweepPlan;
  /** How it stands. */
  state(): StudyState;
  /** A trial to run, with the lease of it; or how long to wait before it is worth asking again; or that no trial is left. */
  claim(agent: string): Promise<Claim | Wait | "finished">;
  /** A sign of life, due before the lease is over. `lost`: the trial is somebody else's now, so end the run. `stop`: the sweep was stopped. */
  renew(claim: Claim): Promise<"held" | "lost" | "stop">;
  /** A value of the metric on the way, which is a sign of life as well. */
  report(claim: Claim, report: { readonly resource: number; readonly value: number }): Promise<ReportAnswer>;
  /** How the trial ended. False where it was no longer this agent's to end: nothing is changed then. */
  finish(claim: Claim, outcome: Outcome): Promise<boolean>;
  /** Puts trials that failed back into the queue. Returns their numbers. */
  retry(which?: TrialFilter): Promise<readonly number[]>;
  /** No trial is claimed any more, until `resume`. */
  stop(): Promise<void>;
  /** Undoes `stop`, and retries all that failed. */
  resume(): Promise<void>;
}

/** A trial that one agent holds. */
export interface Claim {
  readonly trial: number;
  readonly configuration: number;
  /** No other claim has it: what a claim that was lost still says is told by it, and refused. */
  readonly token: number;
  /** The run folder of the trial. */
  readonly folder: string;
  /** The experiment, and what is laid over it in this trial, `key=value`. */
  readonly experiment: string;
  readonly overrides: readonly string[];
  /** Milliseconds without a sign of life after which the trial may be given to another. */
  readonly lease: number;
  readonly point: SearchPoint;
}

export interface Wait {
  /** Milliseconds. */
  readonly wait: number;
}

export type ReportAnswer = "continue" | "prune" | "lost" | "stop";

/** How a trial ended. */
export type Outcome =
  | { readonly status: "complete"; readonly metrics: Readonly<Record<string, number>> }
  | { readonly status: "diverged"; readonly reason: string; readonly metrics?: Readonly<Record<string, number>> }
  | { readonly status: "pruned"; readonly metrics?: Readonly<Record<string, number>> }
  | { readonly status: "failed"; readonly reason: string; readonly exit?: number | string }
  /** It goes back into the queue and will go on from its checkpoint. */
  | { readonly status: "released" };
