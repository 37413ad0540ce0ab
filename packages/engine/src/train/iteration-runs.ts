import type { NDArrays } from "@tweedie/core";
import type { CompiledStep } from "@tweedie/graph";

/** Longest time of a run in milliseconds, after which the phase reports progress and can be interrupted. */
const longest = 5_000;

interface IterationRuns {
  /** Number of iterations of the phase. */
  readonly steps: number;
  /** A run ends at the multiples of these iterations, at which rows, metrics and checkpoints need the state. */
  readonly every: readonly number[];
  /** Draws of an iteration. Iterations are requested in order. */
  draws(step: number): NDArrays;
}

/**
 * Creates a function that runs the iterations from a number on, as many at once as the step takes, and returns the outputs of each.
 *
 * The first run is one iteration. Later ones end before they take too long, by the time of the former run.
 */
export function createIterationRuns(
  compiled: CompiledStep,
  { steps, every, draws }: IterationRuns,
): (first: number) => Promise<readonly NDArrays[]> {
  let fitting = 1;
  return async (first) => {
    const { many } = compiled;
    if (!many) return [await compiled.run(draws(first))];
    const ends = every.map((interval) => interval - ((first - 1) % interval));
    const count = Math.min(many.most, fitting, steps - first + 1, ...ends);
    const all = Array.from({ length: count }, (_, i) => draws(first + i));
    const begun = performance.now();
    const outputs = await many.run(all);
    fitting = Math.max(1, Math.floor((longest * count) / (performance.now() - begun)));
    return outputs;
  };
}
