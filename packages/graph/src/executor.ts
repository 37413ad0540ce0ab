import type { NDArrays, Params } from "@tweedie/core";

/**
 * One step of training, sampling or measuring, as a pure function written with tfjs ops.
 *
 * It is given all weights of a store and the step's draws, and returns new values for the weights that it
 * changes, and whatever the host wants to see. It must not read values (`dataSync`), draw random numbers or keep
 * anything between calls: it may be traced once and run as a graph.
 */
export type StepFunction = (state: Params, draws: Params) => { readonly state?: Params; readonly outputs: Params };

/** Named weights where the executor computes, shared by all steps compiled for them. */
export interface Store {
  readonly names: readonly string[];
  /** Copies of the current values, of all weights or of the named ones. */
  read(names?: readonly string[]): Promise<NDArrays>;
  /** Replaces values, of the shapes they have. */
  write(arrays: NDArrays): void;
  dispose(): void;
}

/** A step made ready for fixed shapes. */
export interface CompiledStep {
  /** Threads that it runs on, where that is known: fewer than its executor's where it is small. */
  readonly threads?: number;
  /** Runs once: updates the store and returns the outputs. */
  run(draws: NDArrays): Promise<NDArrays>;
  dispose(): Promise<void>;
}

/** Something that runs steps: a compiled graph, or tfjs ops one by one. Both give the same numbers. */
export interface Executor {
  /** What `--backend` calls it. */
  readonly name: string;
  createStore(arrays: NDArrays): Store;
  /** `draws` are the shapes of the step's draws, by name. */
  compile(step: StepFunction, store: Store, draws: Readonly<Record<string, readonly number[]>>): Promise<CompiledStep>;
  dispose(): Promise<void>;
}
