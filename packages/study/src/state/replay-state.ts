import type { SearchPoint, TrialReport } from "@tweedie/core";
import type { LeaseHolder } from "../journal/record.ts";
import type { SweepPlan } from "../plan.ts";
import type { TrialStatus } from "./study-state.ts";
import { type WaitingQueue, waitingQueue } from "./waiting-queue.ts";

/** State of a sweep after some records of its journal. */
export interface ReplayState {
  /** Points of the configurations; undefined for one whose line is damaged. */
  readonly points: (SearchPoint | undefined)[];
  /** Numbers of the configurations whose line is damaged. */
  readonly lost: Set<number>;
  readonly trials: TrialRecord[];
  readonly waiting: WaitingQueue;
  /** Numbers of the running trials, in the order of their claims. */
  readonly running: Set<number>;
  stopped: boolean;
  /** Greatest token of a claim, which is the number of claims; 0 before the first. */
  token: number;
}

/** The part of a plan that decides how records change the state. */
export type ReplayRules = Pick<SweepPlan, "repeat" | "retries" | "metric">;

/** State of one trial. */
export interface TrialRecord {
  readonly trial: number;
  readonly configuration: number;
  status: TrialStatus;
  claims: number;
  failures: number;
  /** Leases lost since the last report. */
  losses: number;
  holder: LeaseHolder | undefined;
  /** Token of the last claim; 0 before the first. */
  token: number;
  lease: number;
  /** Number of heartbeats: claims, renewals and reports. */
  beats: number;
  readonly reports: TrialReport[];
  value: number | undefined;
  spread: number | undefined;
  metrics: Readonly<Record<string, number>>;
  reason: string | undefined;
  began: string | undefined;
  ended: string | undefined;
}

/** State before the first record. */
export const emptyState = (): ReplayState => ({
  points: [],
  lost: new Set(),
  trials: [],
  waiting: waitingQueue(),
  running: new Set(),
  stopped: false,
  token: 0,
});

/** A trial that has not been claimed yet. */
export const newTrial = (trial: number, configuration: number): TrialRecord => ({
  trial,
  configuration,
  status: "waiting",
  claims: 0,
  failures: 0,
  losses: 0,
  holder: undefined,
  token: 0,
  lease: 0,
  beats: 0,
  reports: [],
  value: undefined,
  spread: undefined,
  metrics: {},
  reason: undefined,
  began: undefined,
  ended: undefined,
});
