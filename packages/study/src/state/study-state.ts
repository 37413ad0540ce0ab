import type { Json } from "@tweedie/config";
import type { SearchPoint, TrialReport } from "@tweedie/core";

/** State of a sweep: a function of its journal. `tweedie sweep status --json` prints it. */
export interface StudyState {
  readonly status: "running" | "stopped" | "finished";
  readonly configurations: readonly ConfigurationState[];
  readonly trials: readonly TrialState[];
  readonly counts: Readonly<Record<TrialStatus, number>>;
  /** Number of trials in the whole sweep; undefined if it has no end. */
  readonly total?: number | undefined;
  /** Number of the complete configuration with the best mean. */
  readonly best?: number | undefined;
  /** Numbers of the configurations that are as good by chance: that one, and those whose difference from it is within twice its spread. */
  readonly within: readonly number[];
  /** Number of damaged journal lines, which are skipped. */
  readonly damaged: number;
}

/** `skipped`: another replicate of its configuration was pruned before the trial began. */
export const trialStatuses = ["waiting", "running", "complete", "pruned", "diverged", "failed", "skipped"] as const;
export type TrialStatus = (typeof trialStatuses)[number];

/** One run of one configuration. */
export interface TrialState {
  readonly trial: number;
  readonly configuration: number;
  readonly replicate: number;
  readonly status: TrialStatus;
  /** Run folder. */
  readonly folder: string;
  readonly claims: number;
  readonly failures: number;
  /** Leases lost since the last report. */
  readonly losses: number;
  /** Name of the agent that holds or last held the trial. */
  readonly agent?: string | undefined;
  /** The sweep's metric at the end. */
  readonly value?: number | undefined;
  /** Its standard deviation over sets of samples. Version 0.1.0 did not record it. */
  readonly spread?: number | undefined;
  readonly metrics: Readonly<Record<string, number>>;
  /** Intermediate values of the sweep's metric. */
  readonly reports: readonly TrialReport[];
  /** Reason of the failure or divergence. */
  readonly reason?: string | undefined;
  /** Time of the first claim, ISO 8601. No decision depends on times. */
  readonly began?: string | undefined;
  /** Time of the end, ISO 8601. */
  readonly ended?: string | undefined;
}

/** One assignment of values to the swept parameters, with all its replicates. */
export interface ConfigurationState {
  readonly configuration: number;
  /** Empty if its line in the journal is damaged: it will be suggested again. */
  readonly point: SearchPoint;
  /** Values that it sets, by path. */
  readonly values: Readonly<Record<string, Json>>;
  readonly trials: readonly number[];
  readonly status: "waiting" | "running" | "complete" | "pruned" | "diverged" | "failed";
  /** Mean of the metric over the complete trials. */
  readonly value?: number | undefined;
  /** Standard deviation of the metric over the complete trials; of a single one that over sets of samples, if known. */
  readonly spread?: number | undefined;
  /** Number of complete trials. */
  readonly count: number;
}

/** Selects trials: those that satisfy every given condition. */
export interface TrialFilter {
  readonly trials?: readonly number[];
  readonly configurations?: readonly number[];
}
