import type { Json, PluginBlock } from "@tweedie/config";
import type { Parameter } from "./space/parameter.ts";

/** Everything that determines the trials of a sweep. Plain data, stored as `sweep.yaml` in the sweep's folder. */
export interface SweepPlan {
  readonly name: string;
  readonly description?: string | undefined;
  /** The experiment that the trials vary. */
  readonly experiment: {
    readonly file: string;
    /** Overrides of the experiment in every trial, `key=value`. */
    readonly overrides: readonly string[];
    /** Overrides that the sweep adds in every trial, and that a run of one configuration lacks. Default: none. */
    readonly added?: readonly string[] | undefined;
    /** Hash of the experiment when the sweep was created. */
    readonly hash: string;
  };
  /** The sampler, which suggests configurations. */
  readonly method: PluginBlock;
  /** Seed of the sampler. */
  readonly seed: number;
  readonly metric: SweepMetric;
  readonly parameters: readonly Parameter[];
  /** Values that are the same in every trial, by path. */
  readonly constants: Values;
  /** Replicates: every configuration runs once with each of these. Empty: every configuration runs once. */
  readonly repeat: readonly Values[];
  /** Maximum number of configurations. */
  readonly runCap?: number | undefined;
  readonly pruning?: Pruning | undefined;
  /** Number of retries of a failed trial. */
  readonly retries: number;
  /** The launcher, which starts the agents. */
  readonly engine: PluginBlock;
}

/** The metric that a sweep optimises. */
export interface SweepMetric {
  readonly name: string;
  readonly goal: "minimize" | "maximize";
}

/** Values of an experiment by path. */
export type Values = Readonly<Record<string, Json>>;

export interface Pruning {
  readonly pruner: PluginBlock;
  /** Unit of a report's `resource`: training steps or samples. */
  readonly resource: "step" | "samples";
}

/** All overrides of the experiment in every trial. */
export const trialOverrides = ({ overrides, added = [] }: SweepPlan["experiment"]): readonly string[] => [
  ...overrides,
  ...added,
];

/** Number of trials of one configuration. */
export const replicateCount = ({ repeat }: Pick<SweepPlan, "repeat">): number => Math.max(1, repeat.length);

/** Factor that turns the metric into one to minimise. */
export const signOf = ({ goal }: SweepMetric): 1 | -1 => (goal === "minimize" ? 1 : -1);
