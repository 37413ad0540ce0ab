import type { NDArrays, Params } from "@tweedie/core";

/**
 * One step of training, sampling or evaluation: a pure function of tfjs ops.
 *
 * It receives all weights of a store and the step's draws. It returns new values of the weights that it updates, and outputs for
 * the host. It must not read values (`dataSync`), draw random numbers or keep state between calls, because it may be traced once
 * and run as a graph.
 */
export type StepFunction = (state: Params, draws: Params) => { readonly state?: Params; readonly outputs: Params };

/** Named weights in the executor's memory, shared by all steps compiled for the store. */
export interface Store {
  readonly names: readonly string[];
  /** Copies of the current values of the named weights; all weights by default. */
  read(names?: readonly string[]): Promise<NDArrays>;
  /** Replaces values. Shapes must stay the same. */
  write(arrays: NDArrays): void;
  dispose(): void;
}

/** Runs of several iterations of a step, for devices between which and the host a run copies the weights. */
export interface ManyIterations {
  /** Most iterations of a run, which bounds the memory of their draws. */
  readonly most: number;
  /** Runs one iteration for each of the draws, with the same results as `run` in this order. Returns the outputs of each iteration. */
  run(draws: readonly NDArrays[]): Promise<readonly NDArrays[]>;
}

/** A step compiled for fixed shapes. */
export interface CompiledStep {
  /** Number of threads that the step uses, if known. A small step uses fewer than its executor has. */
  readonly threads?: number;
  /** Runs the step once: updates the store and returns the outputs. */
  run(draws: NDArrays): Promise<NDArrays>;
  /** Several iterations in one run; undefined where a run is one iteration. */
  readonly many?: ManyIterations;
  dispose(): Promise<void>;
}

/** Runs steps, either as compiled graphs or eagerly op by op, with the same results. */
export interface Executor {
  /** Name of the backend, as in `--backend`. */
  readonly name: string;
  /** Device and library, such as `GPU:0 by TensorFlow 2.21.0`; undefined where the name says all. */
  readonly device?: string;
  /** Settings of the library, in words. */
  readonly settings?: string;
  /** True if it copies the whole state in each run, so that an iteration should be one graph however large the state is. */
  readonly wholeIterations?: boolean;
  /** Reason why `auto` chose this backend; undefined if the user chose it. */
  readonly reason?: string;
  createStore(arrays: NDArrays): Store;
  /** @param draws Shapes of the step's draws, by name. */
  compile(step: StepFunction, store: Store, draws: Readonly<Record<string, readonly number[]>>): Promise<CompiledStep>;
  dispose(): Promise<void>;
}
