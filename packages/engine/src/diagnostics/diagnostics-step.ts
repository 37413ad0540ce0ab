import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import { type LossStrategy, mapParams, nest, type Params, type ScoredBatch, tf, under } from "@tweedie/core";
import { addNoise, inner, squaredNorm } from "@tweedie/diffusion";
import type { StepFunction } from "@tweedie/graph";
import { targetDraws } from "../pairs/pairs.ts";
import type { Distillation } from "../steps/distillation.ts";
import { fakeScoreOutputs } from "../discriminator/fake-score-outputs.ts";
import { modelParams } from "../steps/model-params.ts";
import { drawnNoise } from "../steps/noise-draws.ts";
import { weightedStudentLoss, weightedStudentTerms } from "../steps/weighted-loss.ts";
import { kernelDenoiser } from "./kernel-denoiser.ts";

/** Parts of a distillation that its diagnostics use. */
export type DiagnosedModels = Pick<Distillation, "teacher" | "fakeScore" | "loss" | "models" | "updates">;

export const l1 = ({ epsTeacher: a, epsFake: b }: ScoredBatch): Tensor => squaredNorm(a.sub(b)); // [b]
export const l2 = ({ epsTeacher: a, epsFake: b, eps: e }: ScoredBatch): Tensor => inner(a.sub(b), a.sub(e)); // [b]

/**
 * Diagnostics of each student sample, `[b]` each, from the predictions a of the teacher, b of the fake score and b* of the optimal
 * fake score, and the noise e:
 *
 * - `grad.loss`: norm of the gradient of the student's loss with respect to `xg`; `grad.L1`, `grad.L2`: the same for the two parts
 *   of SiD's loss, with the same weighting;
 * - `term.NAME`: each term of the student's loss as it is weighted, and `grad.term.NAME`: the norm of its gradient, if the loss has terms;
 * - `V = |a - e|² - |b - e|²`: its mean is at most the Fisher divergence, and equal to it for the optimal fake score;
 * - `L1 = |a - b|²` and `L2 = <a - b, a - e>`, unweighted; `V = 2 L2 - L1`;
 * - `gap = |b - b*|²`: excess denoising loss of the fake score; `effective`: effective number of samples of the estimate of b*
 *   (`kernelDenoiser`).
 *
 * If the fake score is not trained or does not predict the noise, only `grad.loss` and those of the terms are returned.
 *
 * Draws: samples `xg: [b, ...]`, their `label: [b]` if class-conditional, noise and levels, the loss's own under `loss`, and
 * `others: [m, ...]`, more samples of the student, if the gap is to be estimated.
 */
export const diagnosticsStep =
  (distillation: DiagnosedModels): StepFunction =>
  (state, draws) => {
    const { weighting } = distillation.models.student;
    const gradientNorm = (loss: (batch: ScoredBatch) => Tensor): Tensor => {
      const objective = (xg: Tensor): Scalar => loss(scoredBatch(distillation, state, draws, xg)).sum();
      return squaredNorm(tf.grad(objective)(draws["xg"]!)).sqrt();
    };
    const weighted = (loss: LossStrategy["student"]) => (batch: ScoredBatch) =>
      weightedStudentLoss({ student: loss }, weighting, batch);
    const batch = scoredBatch(distillation, state, draws, draws["xg"]!);
    const termsOf = (batch: ScoredBatch): Params => weightedStudentTerms(distillation.loss, weighting, batch);
    const terms = termsOf(batch);
    const lossOutputs = {
      "grad.loss": gradientNorm((batch) => weightedStudentLoss(distillation.loss, weighting, batch)),
      ...nest("term", terms),
      ...nest(
        "grad.term",
        mapParams(terms, (_, name) => gradientNorm((batch) => termsOf(batch)[name]!)),
      ),
    };
    if (distillation.updates === 0 || distillation.fakeScore.output) return { outputs: lossOutputs };

    const { epsTeacher, epsFake, eps } = batch;
    return {
      outputs: {
        ...lossOutputs,
        "grad.L1": gradientNorm(weighted(l1)),
        "grad.L2": gradientNorm(weighted(l2)),
        V: squaredNorm(epsTeacher.sub(eps)).sub(squaredNorm(epsFake.sub(eps))),
        L1: l1(batch),
        L2: l2(batch),
        ...(draws["others"] && gapOf(batch, draws["others"])),
      },
    };
  };

/** Noises the samples `xg` and evaluates teacher and fake score on them. */
export function scoredBatch(
  { teacher, fakeScore, loss }: DiagnosedModels,
  state: Params,
  draws: Params,
  xg: Tensor,
): ScoredBatch {
  const { eps, level } = drawnNoise(draws);
  const xt = addNoise(xg, eps, level);
  const label = draws["label"];
  const psi = modelParams(fakeScore, under("fakeScore", state), state);
  return {
    ...{ xg, xt, eps, level },
    epsTeacher: teacher.epsilon(under("teacher", state), xt, level, label),
    ...fakeScoreOutputs(fakeScore, psi, loss, { xt, level, label }),
    draws: under("loss", draws),
    ...(draws[targetDraws] && { target: draws[targetDraws] }),
  };
}

function gapOf({ xt, epsFake, level }: ScoredBatch, others: Tensor): Params {
  const flat = (x: Tensor) => x.reshape([x.shape[0]!, -1]);
  const levels = { alphaBar: flat(level.alphaBar), betaBar: flat(level.betaBar) };
  const optimal = kernelDenoiser(flat(others), flat(xt), levels);
  // The squared distance to the estimate exceeds the gap by the estimate's squared error.
  return { gap: squaredNorm(flat(epsFake).sub(optimal.eps)).sub(optimal.error), effective: optimal.effective };
}
