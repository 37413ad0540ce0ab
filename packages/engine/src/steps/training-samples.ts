import { nest, type NDArrays, type Params, type Student, under, type UpdateStreams } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Prefix of the draws of a student's steps, and name of their random streams. */
const stepsPrefix = "steps";

/** Params of the student in an update. */
export interface GeneratorParams {
  readonly weights: Params;
  /** Draws of the update that are merged over the weights, such as dropout masks. Default: none. */
  readonly masks?: Params;
}

/** Samples of the student that an update is made with: `[b, ...shape]`. */
export function trainingSamples(
  student: Student,
  { weights, masks, draws }: GeneratorParams & { readonly draws: Params },
): Tensor {
  const params = { ...weights, ...masks };
  const [z, label] = [draws["z"]!, draws["label"]];
  if (!student.steps) return student.generate(params, z, label);
  return student.steps.generate(params, { z, label, draws: under(stepsPrefix, draws), weights });
}

/** Draws of the steps of a student for an update of `count` samples; none if it has one step. */
export function stepDraws({ steps }: Student, { iteration, update }: UpdateStreams, count: number): NDArrays {
  if (!steps) return {};
  const streams = { iteration: iteration.child(stepsPrefix), update: update.child(stepsPrefix) };
  return nest(stepsPrefix, steps.draws(streams, count));
}
