import { type NDArrays, under } from "@tweedie/core";
import type { StepFunction } from "@tweedie/graph";
import type { Update } from "./micro-batches.ts";
import type { StepProgram } from "./step-program.ts";

/** Rule by which the fake score's loss on held-out samples stands still: see `StandstillRule`. */
export interface HeldOutRule {
  readonly tolerance: number;
  readonly every: number;
  /** Number of held-out samples of an iteration. */
  readonly samples: number;
}

/** Prefix of the draws of the held-out samples, name of their random stream, and of the graph of their loss. */
export const heldOutPrefix = "heldOut";

/** A program whose updates of a network, one run each, end once its loss on held-out samples stands still. */
export function untilStandstill(
  { trainable: { name }, output, objective }: Update,
  { every, tolerance }: HeldOutRule,
  { graphs, runs }: StepProgram,
): StepProgram {
  const heldOutLoss = `${output}.heldOut`;
  const heldOut: StepFunction = (state, draws) => {
    return { outputs: { [heldOutLoss]: objective(state, draws)(under(name, state)) } };
  };
  const measure = { graph: heldOutPrefix, draws: (all: NDArrays) => under(heldOutPrefix, all) };
  return {
    graphs: { ...graphs, [heldOutPrefix]: heldOut },
    runs,
    until: { graph: name, measure, output: heldOutLoss, every, tolerance, count: `updates.${name}` },
  };
}
