import { tf } from "@tweedie/core";
import { levelOf } from "@tweedie/diffusion";
import { expect, test } from "vitest";
import { finiteDifference } from "./finite-difference.ts";
import "../expectations/to-be-all-close.ts";
import { mixtureDenoiser, mixtureEnergy, mixtureEpsilon, mixtureLogDensity } from "./mixture.ts";

const mixture = {
  means: [
    [-1, 0.3],
    [1.2, 0],
    [0, 2],
  ],
  weights: [0.2, 0.5, 0.3],
  std: 0.4,
};
const level = { alphaBar: 0.8, betaBar: 0.6 };
const points = [
  [0.1, -0.2],
  [3, 1],
  [-40, 0],
];

test("the noise prediction is -betaBar ∇log p(xt)", () => {
  for (const point of points) {
    const score = finiteDifference((x) => mixtureLogDensity(mixture, x, level), point);
    expect(mixtureEpsilon(mixture, point, level)).toBeAllClose(score.map((slope) => -level.betaBar * slope));
  }
});

test("the density of one Gaussian is the textbook's", () => {
  const variance = (level.alphaBar * 0.4) ** 2 + level.betaBar ** 2;
  const density = Math.exp(-((0.7 - level.alphaBar) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
  const gaussian = { means: [[1]], weights: [1], std: 0.4 };
  expect(Math.exp(mixtureLogDensity(gaussian, [0.7], level))).toBeCloseTo(density, 12);
});

const batch = levelOf(tf.fill([3], level.alphaBar), tf.fill([3], level.betaBar), 2);

test("the tfjs denoiser predicts the same noise", () => {
  const exact = points.flatMap((point) => mixtureEpsilon(mixture, point, level));
  expect(mixtureDenoiser(mixture).epsilon({}, tf.tensor2d(points), batch).flatten()).toBeAllClose(exact, {
    atol: 1e-5,
  });
});

test("the energy is the log density up to the normalising constant of a component", () => {
  const constant = Math.log(2 * Math.PI * ((level.alphaBar * 0.4) ** 2 + level.betaBar ** 2));
  const exact = points.map((point) => mixtureLogDensity(mixture, point, level) + constant);
  expect(mixtureEnergy(mixture, tf.tensor2d(points), batch)).toBeAllClose(exact, { rtol: 1e-5, atol: 1e-5 });
});
