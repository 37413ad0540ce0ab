import { type Level, type Mixture, random, tf } from "@tweedie/core";
import { addNoise, levelOf, squaredNorm } from "@tweedie/diffusion";
import {
  bimodalDistillation,
  bimodalTheta,
  finiteDifference,
  make,
  mixtureDenoiser,
  mixtureEnergy,
  scoreLoss,
  standIns,
  testLoss,
} from "@tweedie/testing";

import type { Tensor } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import energyKl from "./energy-kl.ts";

testLoss(energyKl);

/** Exact energies of a student's distribution and of the data's: `[b, 2]`. */
const exactEnergies = (data: Mixture) => (student: Mixture, xt: Tensor, level: Level) =>
  tf.stack(
    [student, data].map((mixture) => mixtureEnergy(mixture, xt, level)),
    1,
  );

describe.each([
  { alphaBar: 1, betaBar: 0.5 },
  { alphaBar: 0.8, betaBar: 0.6 },
  { alphaBar: 0.3, betaBar: 0.9 },
])("with exact energies, at %o", (level) => {
  const exact = bimodalDistillation(level);
  const { value, gradient } = scoreLoss(make(energyKl), exact, bimodalTheta, exactEnergies(exact.teacher));

  test("the student's loss is the reverse Kullback-Leibler divergence up to the constants of the energies", () => {
    const constant = (std: number) => 0.5 * Math.log((level.alphaBar * std) ** 2 + level.betaBar ** 2);
    const constants = constant(exact.teacher.std) - constant(0); // the student is a mixture of points
    expect(value).toBeAllClose(exact.kl(bimodalTheta) - constants, { atol: 1e-4 });
  });

  test("the gradient of the student's loss at constant energies is that of the divergence", () => {
    expect(gradient).toBeAllClose(finiteDifference(exact.kl, bimodalTheta), { atol: 1e-4 });
  });
});

test("the gradient of a student equal to the data is zero", () => {
  const std = 0.5;
  const exact = bimodalDistillation({ alphaBar: 0.8, betaBar: 0.6 });
  const data = exact.distribution([0.2, std, 0]);
  const { gradient } = scoreLoss(make(energyKl), exact, [0.2, std, 0], exactEnergies(data));
  expect(gradient).toBeAllClose([0, 0, 0], { atol: 1e-5 });
});

test("the fake score's loss is denoising score matching of -betaBar ∇η, on generated and on real samples", () => {
  const level = levelOf(tf.tensor1d([1, 0.8, 0.3]), tf.tensor1d([0.2, 0.6, 0.9]), 2);
  const [xg, eps] = ["xg", "eps"].map((purpose) => tf.tensor2d(random(0, purpose).normal(6), [3, 2]));
  const student: Mixture = { means: [[0.1, 0.3], [-0.5, 0]], weights: [0.3, 0.7], std: 0.2 }; // prettier-ignore
  const data = standIns().data.mixture!;
  const loss = make(energyKl);
  const { real, eps: noise } = loss.draws!(random(0, "draws"), 3, 1);
  const draws = { real: tf.tensor2d(real!.data, [3, 2]), eps: tf.tensor2d(noise!.data, [3, 2]) };
  const xt = addNoise(xg!, eps!, level);
  const fakeScore = (x: Tensor) => exactEnergies(data)(student, x, level);
  const teacher = tf.zerosLike; // which the loss does not use
  const value = loss.fakeScore!({ xg: xg!, xt, eps: eps!, level, epsFake: fakeScore(xt), fakeScore, teacher, draws });

  const error = (mixture: Mixture, x: Tensor, e: Tensor) =>
    squaredNorm(mixtureDenoiser(mixture).epsilon({}, x, level).sub(e));
  const ofData = error(data, addNoise(draws.real, draws.eps, level), draws.eps);
  expect(value).toBeAllClose(error(student, xt, eps!).add(ofData), { rtol: 1e-4 });
});

test("real samples are new in each step, and reproducible", () => {
  const loss = make(energyKl);
  const draw = (step: number) => loss.draws!(random(0, "loss", step), 5, step);
  expect(draw(1)["real"]!.shape).toEqual([5, 2]);
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)["real"]).not.toEqual(draw(2)["real"]);
  expect(draw(1)["real"]).not.toEqual(draw(1)["eps"]);
});
