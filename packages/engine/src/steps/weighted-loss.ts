import type { FakeScoreBatch, LossStrategy, Params, ScoredBatch, Weighting } from "@tweedie/core";
import { squaredNorm } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs-core";

/** The student's loss with its weights: `[b]`. */
export function weightedStudentLoss(loss: LossStrategy, weighting: Weighting, batch: ScoredBatch): Tensor {
  if (loss.appliesWeighting) return loss.student(withStudentWeights(weighting, batch));
  const value = loss.student(batch);
  return weighting.student ? value.mul(weighting.student(batch)) : value;
}

/** The terms of the student's loss with their weights, `[b]` each; none if it has no terms. */
export const weightedStudentTerms = (loss: LossStrategy, weighting: Weighting, batch: ScoredBatch): Params =>
  loss.studentTerms?.(withStudentWeights(weighting, batch)) ?? {};

const withStudentWeights = (weighting: Weighting, batch: ScoredBatch): ScoredBatch => ({
  ...batch,
  ...(weighting.student && { weights: () => weighting.student!(batch) }),
});

/** The fake score's loss with its weights: `[b]`. It is denoising score matching unless the loss has another one. */
export function weightedFakeScoreLoss(loss: LossStrategy, weighting: Weighting, batch: FakeScoreBatch): Tensor {
  const { xt, eps, level, epsFake } = batch;
  const weights = weighting.denoiser && (() => weighting.denoiser!({ xt, eps, level }));
  if (loss.fakeScore && loss.appliesWeighting) return loss.fakeScore({ ...batch, ...(weights && { weights }) });
  const value = loss.fakeScore?.(batch) ?? squaredNorm(epsFake.sub(eps)); // [b]
  return weights ? value.mul(weights()) : value;
}
