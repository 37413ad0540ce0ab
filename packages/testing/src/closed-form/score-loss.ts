import { tf, type Level, type LossStrategy, type Mixture } from "@tweedie/core";
import { addNoise, levelOf } from "@tweedie/diffusion";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { ExactDistillation } from "./exact-distillation.ts";
import { finiteDifference } from "./finite-difference.ts";
import { mixtureDenoiser } from "./mixture.ts";

/** Output of the optimal fake score for noised samples of a student whose distribution is known. */
type OptimalFakeScore = (student: Mixture, xt: Tensor, level: Level) => Tensor;

/**
 * Mean of a loss with the optimal fake score, and its gradient in theta with the fake score held constant, as in training.
 *
 * @param fakeScoreOf The optimal fake score; by default its noise prediction. For losses that read another output.
 */
export function scoreLoss(
  loss: LossStrategy,
  { teacher, generate, level, latents, noise, distribution }: ExactDistillation,
  theta: readonly number[],
  fakeScoreOf: OptimalFakeScore = predict,
): { readonly value: number; readonly gradient: number[] } {
  const grid = latents.nodes.flatMap((z, i) =>
    noise.nodes.map((e, j) => ({ z, e, weight: latents.weights[i]! * noise.weights[j]! })),
  );
  const column = (f: (point: (typeof grid)[number]) => number): Tensor => tf.tensor2d(grid.map((point) => [f(point)]));
  const levels = levelOf(column(() => level.alphaBar).flatten(), column(() => level.betaBar).flatten(), 2);
  const eps = column(({ e }) => e);
  const student = distribution(theta);
  const mean = (xg: Tensor): Tensor => {
    const xt = addNoise(xg, eps, levels);
    const fakeScore = (x: Tensor) => fakeScoreOf(student, x, levels);
    const batch = {
      xg,
      xt,
      eps,
      level: levels,
      epsTeacher: predict(teacher, xt, levels),
      epsFake: fakeScore(xt),
      fakeScore,
      draws: {},
    };
    return loss
      .student(batch)
      .mul(column(({ weight }) => weight).flatten())
      .sum();
  };

  const { value, grad } = tf.valueAndGrad(mean)(column(({ z }) => generate(theta, z)));
  const slopes = grad.dataSync();
  return {
    value: value.dataSync()[0]!,
    gradient: finiteDifference(
      (moved) => grid.reduce((sum, { z }, i) => sum + slopes[i]! * generate(moved, z), 0),
      theta,
    ),
  };
}

const predict: OptimalFakeScore = (mixture, xt, level) => mixtureDenoiser(mixture).epsilon({}, xt, level);
