import type { NDArrays } from "@tweedie/core";
import type { StepFunction } from "@tweedie/graph";

/** One run of a graph within a training step. */
interface ProgramRun {
  /** Name of the graph. */
  readonly graph: string;
  /** Selects the draws of the run from those of the training step: the same names and shapes in every run of a graph. */
  draws(all: NDArrays): NDArrays;
}

/**
 * Leaves out the remaining runs of a graph in a training step once a loss stands still: once `every` runs have lowered it by less than
 * `tolerance` times its value. The loss is measured on the same draws before the first run and after each `every`. It depends on state and
 * draws alone, so a resumed run leaves out the same runs.
 */
export interface StandstillRule {
  /** Name of the graph whose runs may be left out. They follow one another. */
  readonly graph: string;
  /** The run of the graph that measures the loss, and the name of its output. */
  readonly measure: ProgramRun;
  readonly output: string;
  readonly every: number;
  readonly tolerance: number;
  /** Name of the output with the number of runs that were made. */
  readonly count: string;
}

/**
 * A training step as a list of graphs that run one after another on one store.
 *
 * Its outputs are those of all runs; of outputs with the same name, the last one.
 */
export interface StepProgram {
  readonly graphs: Readonly<Record<string, StepFunction>>;
  readonly runs: readonly ProgramRun[];
  /** Default: all runs are made. */
  readonly until?: StandstillRule;
}

/** The program that consists of one run of one graph. */
export const oneGraph = (step: StepFunction): StepProgram => ({
  graphs: { step },
  runs: [{ graph: "step", draws: (all) => all }],
});
