import type { Scalar, Tensor } from "@tensorflow/tfjs";
import { type FakeScoreBatch, type Params, type ScoredBatch, tf, under } from "@tweedie/core";
import { addNoise, inner, squaredNorm } from "@tweedie/diffusion";
import type { StepFunction } from "@tweedie/graph";
import type { Distillation } from "../steps/distillation.ts";
import { paramsOf } from "../steps/params-of.ts";
import { noiseOf } from "../steps/noise-draws.ts";
import { kernelDenoiser } from "./kernel-denoiser.ts";

type DiagnosedModels = Pick<Distillation, "teacher" | "fakeScore" | "loss" | "models">;

/** Draws: samples `xg`, their `label` where they have classes, the noise on them, the loss's own under `loss`; `others`, more samples `[m, ...]`, where there is to be a gap. */
const batchOf = ({ teacher, fakeScore }: DiagnosedModels, state: Params, draws: Params, xg: Tensor): ScoredBatch => {
  const { eps, level } = noiseOf(draws);
  const xt = addNoise(xg, eps, level);
  const label = draws["label"];
  const psi = paramsOf(fakeScore, under("fakeScore", state), state);
  const scoreAt: FakeScoreBatch["fakeScore"] = (x, there) => fakeScore.epsilon(psi, x, there, label);
  return {
    ...{ xg, xt, eps, level },
    epsTeacher: teacher.epsilon(under("teacher", state), xt, level, label),
    epsFake: scoreAt(xt, level),
    fakeScore: scoreAt,
    draws: under("loss", draws),
  };
};

const l1 = ({ epsTeacher: a, epsFake: b }: ScoredBatch): Tensor => squaredNorm(a.sub(b)); // [b]
const l2 = ({ epsTeacher: a, epsFake: b, eps: e }: ScoredBatch): Tensor => inner(a.sub(b), a.sub(e)); // [b]

/**
 * What a sample of the student says of the game, `[b]` each:
 *
 * - `grad.loss`: norm of the gradient of the student's loss in `xg`; `grad.L1`, `grad.L2`: of the parts of SiD's, under the same weight;
 * - `V`, `|a - e|² - |b - e|²`, whose mean is at most the Fisher divergence and reaches it at the best fake score; it is `2 L2 - L1`;
 * - `L1`, `|a - b|²`, and `L2`, `<a - b, a - e>`, unweighted;
 * - `gap`: `|b - b*|²`, what the fake score's denoising loss is above the least possible one, and `effective`, the number of samples
 *   that b* is known from (`kernelDenoiser`).
 *
 * Where the fake score does not predict the noise, `grad.loss` is all there is.
 */
export const diagnosisStep =
  (game: DiagnosedModels): StepFunction =>
  (state, draws) => {
    const { weighting } = game.models.student;
    const gradientNorm = (loss: (batch: ScoredBatch) => Tensor): Tensor => {
      const objective = (xg: Tensor): Scalar => {
        const batch = batchOf(game, state, draws, xg);
        const value = loss(batch);
        return (weighting.student ? value.mul(weighting.student(batch)) : value).sum();
      };
      return squaredNorm(tf.grad(objective)(draws["xg"]!)).sqrt();
    };
    const ofLoss = { "grad.loss": gradientNorm((batch) => game.loss.student(batch)) };
    if (game.fakeScore.output) return { outputs: ofLoss };

    const batch = batchOf(game, state, draws, draws["xg"]!);
    const { epsTeacher, epsFake, eps } = batch;
    return {
      outputs: {
        ...ofLoss,
        "grad.L1": gradientNorm(l1),
        "grad.L2": gradientNorm(l2),
        V: squaredNorm(epsTeacher.sub(eps)).sub(squaredNorm(epsFake.sub(eps))),
        L1: l1(batch),
        L2: l2(batch),
        ...(draws["others"] && gapOf(batch, draws["others"])),
      },
    };
  };

function gapOf({ xt, epsFake, level }: ScoredBatch, others: Tensor): Params {
  const flat = (x: Tensor) => x.reshape([x.shape[0]!, -1]);
  const levels = { alphaBar: flat(level.alphaBar), betaBar: flat(level.betaBar) };
  const best = kernelDenoiser(flat(others), flat(xt), levels);
  // The prediction from samples is off by `error`, which the square counts in.
  return { gap: squaredNorm(flat(epsFake).sub(best.eps)).sub(best.error), effective: best.effective };
}
