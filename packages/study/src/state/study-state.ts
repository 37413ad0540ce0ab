import type { Json } from "@tweedie/config";
import type { SearchPoint, TrialReport } from "@tweedie/core";

/** How a sweep stands: a function of its journal. */
export interface StudyState {
  readonly status: "running" | "stopped" | "finished";
  readonly configurations: readonly ConfigurationState[];
  readonly trials: readonly TrialState[];
  readonly counts: Readonly<Record<TrialStatus, number>>;
  /** How many trials there will be, where that is known. */
  readonly total?: number | undefined;
  /** The number of the best configuration: of those with all trials complete, the one with the best mean. */
  readonly best?: number | undefined;
  /** Lines of the journal that are damaged, and are passed over. */
  readonly damaged: number;
}

/** `skipped`: another trial of its configuration was pruned before it began. */
export const trialStatuses = ["waiting", "running", "complete", "pruned", "diverged", "failed", "skipped"] as const;
export type TrialStatus = (typeof trialStatuses)[number];

/** One run of one configuration. */
export interface TrialState {
  readonly trial: number;
  readonly configuration: number;
  readonly replicate: number;
  readonly status: TrialStatus;
  /** Its run folder. */
  readonly folder: string;
  /** How often it was claimed, failed, and lost with its agent. */
  readonly claims: number;
  readonly failures: number;
  readonly losses: number;
  /** What people call the agent that has it, or had it last. */
  readonly agent?: string | undefined;
  /** The sweep's metric at the end, in the user's sign. */
  readonly value?: number | undefined;
  readonly metrics: Readonly<Record<string, number>>;
  /** The sweep's metric on the way, in the user's sign. */
  readonly reports: readonly TrialReport[];
  readonly reason?: string | undefined;
  /** When it was first claimed and when it ended, for people. */
  readonly began?: string | undefined;
  readonly ended?: string | undefined;
}

/** One assignment of values to the swept parameters, over its replicates. */
export interface ConfigurationState {
  readonly configuration: number;
  readonly point: SearchPoint;
  /** What it sets, path by path. */
  readonly values: Readonly<Record<string, Json>>;
  readonly trials: readonly number[];
  readonly status: "waiting" | "running" | "complete" | "pruned" | "diverged" | "failed";
  /** Mean of the metric over the trials that are complete, and its standard deviation where there are two or more. */
  readonly value?: number | undefined;
  readonly spread?: number | undefined;
  readonly count: number;
}

/** Which trials: all, those of one configuration, or some. */
export interface TrialFilter {
  readonly trials?: readonly number[];
  readonly configurations?: readonly number[];
}
