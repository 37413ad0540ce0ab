import { nest, type NDArrays, under } from "@tweedie/core";
import { accumulators } from "../steps/micro-batches.ts";
import { trainableState } from "../steps/trainable-weights.ts";
import { type RunContext, streamOf } from "../train/run-context.ts";
import { initialModelWeights } from "./initial-weights.ts";

type ModelContext = Pick<RunContext, "components" | "experiment">;

/** State of student and fake score before the first step: weights, moments and averages. */
export async function initialState(context: ModelContext, teacher: NDArrays): Promise<NDArrays> {
  const { student, fakeScore, models } = context.components.distillation;
  const random = (name: "student" | "fakeScore") => streamOf(context, `${name}.init`);
  return {
    ...trainableState(
      models.student.trainable,
      await initialModelWeights("student", student, { random: random("student"), teacher }),
    ),
    ...trainableState(
      models.fakeScore.trainable,
      await initialModelWeights("fakeScore", fakeScore, { random: random("fakeScore"), teacher }),
    ),
  };
}

/** Weights of a distillation's store: those of the frozen teacher, the state, and accumulators of gradients if there are micro-batches. */
export function distillationWeights(
  { components: { distillation } }: Pick<RunContext, "components">,
  teacher: NDArrays,
  state: NDArrays,
): NDArrays {
  const networks = Object.values(distillation.models).map(({ trainable }) => under(trainable.name, state));
  return { ...nest("teacher", teacher), ...state, ...accumulators(networks, distillation) };
}

/** Number of trained numbers of a state. */
export const trainedNumbers = (state: NDArrays): number =>
  Object.values(state).reduce((sum, { data }) => sum + data.length, 0);
