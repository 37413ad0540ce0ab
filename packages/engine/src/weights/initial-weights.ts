import type { NDArrays, Random, Teacher, TrainableModel } from "@tweedie/core";
import { loadWeightsOfRun, type ModelOfRun } from "./weights-of-run.ts";

/** Weights of a teacher before its training; of one that is not trained, its only ones. */
export const initialTeacherWeights = (teacher: Teacher, random: Random): Promise<NDArrays> =>
  ofRunOr("teacher", teacher.weightsOfRun, teacher.init(random));

/** Weights of a student or a fake score before the first step. */
export const initialModelWeights = (
  name: Exclude<ModelOfRun, "teacher">,
  model: TrainableModel,
  { random, teacher }: { readonly random: Random; readonly teacher: NDArrays },
): Promise<NDArrays> => ofRunOr(name, model.weightsOfRun, model.init(random, teacher));

const ofRunOr = async (model: ModelOfRun, run: string | undefined, initial: NDArrays): Promise<NDArrays> =>
  run === undefined ? initial : loadWeightsOfRun(run, model, initial);
