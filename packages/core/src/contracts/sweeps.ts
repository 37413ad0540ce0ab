import type { Random } from "../random.ts";
import type { SearchPoint, SearchSpace } from "./search-space.ts";

/** A configuration and its result so far. Less is better, whatever the user's metric. */
export interface Observation {
  readonly point: SearchPoint;
  /** A pruned configuration has the value of its last report; a diverged one has no value and is worse than any other. */
  readonly status: "running" | "complete" | "pruned" | "diverged";
  readonly value?: number | undefined;
  /** Resource spent before it was pruned. */
  readonly resource?: number | undefined;
}

/** Input of a sampler's `suggest`. */
export interface SuggestionInput {
  readonly space: SearchSpace;
  /** Index of the configuration, from 0. */
  readonly index: number;
  /** Random stream of this configuration: the same whenever it is suggested again. */
  readonly random: Random;
  /** Random stream of the whole sweep, at its beginning. */
  readonly sweep: Random;
  /** All observations, in order of suggestion. A sampler whose suggestions do not depend on results never calls this. */
  history(): readonly Observation[];
}

/** Reason why a sampler does not support a search space. */
export interface Refusal {
  /** Name of the dimension. Omitted: the whole space. */
  readonly name?: string | undefined;
  readonly what: string;
  readonly fix?: string | undefined;
}

/** Suggests configurations: a pure function of its input. */
export interface Sampler {
  /** True if a value in a list occurs only with the values of the same index in other lists. Such values are checked together. */
  readonly matchesIndices?: boolean;
  refuse?(space: SearchSpace): Refusal | undefined;
  /** Number of configurations, if it is finite. */
  size?(space: SearchSpace): number;
  suggest(input: SuggestionInput): SearchPoint;
}

/** An intermediate value of a trial. Less is better. */
export interface TrialReport {
  /** Resource spent: training steps, or samples. */
  readonly resource: number;
  readonly value: number;
}

/** A trial's reports so far, by increasing resource. */
export interface TrialProgress {
  readonly isComplete: boolean;
  readonly reports: readonly TrialReport[];
}

/** Input of a pruner: the reports of a trial, of which the last is new. */
export interface PruningInput {
  readonly reports: readonly TrialReport[];
  /** The other trials of the same replicate. */
  readonly others: readonly TrialProgress[];
  /** The factor that the user's metric was multiplied by, so that less is better. */
  readonly sign: 1 | -1;
}

/** Stops unpromising trials: a pure function of the reports. */
export interface Pruner {
  /** Returns true if the trial should stop. */
  prune(input: PruningInput): boolean;
}
