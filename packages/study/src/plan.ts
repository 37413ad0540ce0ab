import type { Json, PluginBlock } from "@tweedie/config";
import type { Parameter } from "./space/parameter.ts";

/** What a sweep is: everything that decides which trials there are. Plain data, kept as `sweep.yaml` in the sweep's folder. */
export interface SweepPlan {
  readonly name: string;
  readonly description?: string | undefined;
  /** The experiment that is varied. */
  readonly experiment: {
    readonly file: string;
    /** Laid over it in every trial, `key=value`. */
    readonly overrides: readonly string[];
    /** Of the experiment as it stood when the sweep was made. */
    readonly hash: string;
  };
  /** Chooses configurations. */
  readonly method: PluginBlock;
  /** Of the sampler's random stream. */
  readonly seed: number;
  readonly metric: Metric;
  readonly parameters: readonly Parameter[];
  /** Values that are the same in every trial, by their paths. */
  readonly constants: Values;
  /** Every configuration is tried with each of these. Empty: once, as it is. */
  readonly repeat: readonly Values[];
  /** Most configurations that are tried. */
  readonly runCap?: number | undefined;
  readonly pruning?: Pruning | undefined;
  /** How often a trial that failed is tried again. */
  readonly retries: number;
  /** What starts the agents. */
  readonly engine: PluginBlock;
}

export interface Metric {
  readonly name: string;
  readonly goal: "minimize" | "maximize";
}

/** Values by their paths. */
export type Values = Readonly<Record<string, Json>>;

export interface Pruning {
  readonly pruner: PluginBlock;
  /** What reports count: training steps, or samples. */
  readonly resource: "step" | "samples";
}
