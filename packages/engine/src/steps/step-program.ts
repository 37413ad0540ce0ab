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
 * A training step as a list of graphs that run one after another on one store.
 *
 * Its outputs are those of all runs; of outputs with the same name, the last one.
 */
export interface StepProgram {
  readonly graphs: Readonly<Record<string, StepFunction>>;
  readonly runs: readonly ProgramRun[];
}

/** The program that consists of one run of one graph. */
export const oneGraph = (step: StepFunction): StepProgram => ({
  graphs: { step },
  runs: [{ graph: "step", draws: (all) => all }],
});
