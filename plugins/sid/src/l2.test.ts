import { type ScoredBatch, tf } from "@tweedie/core";
import { addNoise, coefficientsAt, fused, levelOf } from "@tweedie/diffusion";
import {
  bimodalDistillation,
  bimodalTheta,
  expectGradient,
  make,
  mixtureDenoiser,
  scoreLoss,
  testLoss,
} from "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import l1 from "./l1.ts";
import l2 from "./l2.ts";

testLoss(l2);
testLoss(l2, { options: { lambda: { sigma: [0.1, 1, 4], values: [-0.5, 0.7, 1.2] } } });

const level = levelOf(tf.tensor1d([0.8]), tf.tensor1d([0.6]), 2);
const epsTeacher = tf.tensor2d([[1, -2, 0.5]]);
const epsFake = tf.tensor2d([[0.3, 1, -1]]);
const eps = tf.tensor2d([[-0.7, 0.4, 2]]);
const batch: ScoredBatch = { xg: eps, xt: eps, level, epsTeacher, epsFake, eps, fakeScore: () => epsFake, draws: {} };

test.each([0, 0.5, 1.2])("equals <a - b, a - ε> - λ|a - b|² at λ = %d", (lambda) => {
  const value = l2.create({ lambda }).student(batch);
  // a - b = (0.7, -3, 1.5), a - ε = (1.7, -2.4, -1.5)
  expect(value).toBeAllClose([1.19 + 7.2 - 2.25 - lambda * (0.49 + 9 + 2.25)]);
});

test("the default is λ = ½: ½(|a - ε|² - |b - ε|²)", () => {
  const value = make(l2).student(batch);
  expect(value).toBeAllClose([(1.7 ** 2 + 2.4 ** 2 + 1.5 ** 2 - 1 ** 2 - 0.6 ** 2 - 3 ** 2) / 2]);
});

test("is zero if the fake score equals the teacher", () => {
  expect(l2.create({ lambda: 0.8 }).student({ ...batch, epsFake: epsTeacher })).toBeAllClose([0]);
});

describe("with the optimal fake score", () => {
  const exact = bimodalDistillation({ alphaBar: 0.8, betaBar: 0.6 });

  test("L2 has the value of L1", () => {
    const value = scoreLoss(l2.create({ lambda: 0 }), exact, bimodalTheta).value;
    expect(value).toBeAllClose(scoreLoss(l1.create({}), exact, bimodalTheta).value, { rtol: 1e-4 });
  });

  test.each([0, 0.5, 1, 1.2])("the gradient in θ is that of its coefficients at λ = %d", (lambda) => {
    const { gradient } = scoreLoss(l2.create({ lambda }), exact, bimodalTheta);
    expect(gradient).toBeAllClose(exact.gradient(fused(lambda), bimodalTheta), { atol: 1e-4 });
  });
});

describe("λ as a function of the noise level", () => {
  const table = { sigma: [0.1, 1, 10], values: [0, 0.5, 1.2] };

  test.each([
    ["below the table", 0.08, 0],
    ["at its first level", 0.1, 0],
    ["between two levels", Math.sqrt(0.1), 0.25],
    ["at a level", 1, 0.5],
    ["between the last two", 10 ** 0.5, 0.85],
    ["above the table", 40, 1.2],
  ])("has the value and the gradient of its own λ %s", (_, sigma, lambda) => {
    const exact = bimodalDistillation({ alphaBar: 0.8, betaBar: 0.8 * sigma });
    const { value, gradient } = scoreLoss(l2.create({ lambda: table }), exact, bimodalTheta);
    expect(value).toBeAllClose((1 - lambda) * exact.fisher(bimodalTheta), { atol: 2e-4 });
    expect(gradient).toBeAllClose(exact.gradient(fused(lambda), bimodalTheta), { atol: 2e-4, rtol: 1e-4 });
  });

  test("declares the coefficients of each level", () => {
    const { coefficients } = l2.create({ lambda: table });
    for (const [sigma, lambda] of [
      [0.1, 0],
      [1, 0.5],
      [10, 1.2],
    ] as const) {
      expect(Object.values(coefficientsAt(coefficients!, { sigma, iteration: 1 }))).toBeAllClose(
        Object.values(fused(lambda)),
      );
    }
  });

  test("a batch of several levels has the λ of each", () => {
    const levels = levelOf(tf.tensor1d([1, 0.5]), tf.tensor1d([0.1, 5]), 2);
    const two = (x: Tensor) => tf.concat([x, x]);
    const both = { ...batch, level: levels, epsTeacher: two(epsTeacher), epsFake: two(epsFake), eps: two(eps) };
    const [low, high] = [0, 1.2].map((lambda) => l2.create({ lambda }).student(batch).dataSync()[0]!);
    expect(l2.create({ lambda: table }).student(both)).toBeAllClose([low!, high!]);
  });
});

test("the gradient flows through xt inside both denoisers", () => {
  const teacher = mixtureDenoiser({
    means: [
      [-1, 0, 0.2],
      [1, 0.5, -0.4],
    ],
    weights: [0.4, 0.6],
    std: 0.5,
  });
  const fake = mixtureDenoiser({ means: [[0.2, -0.3, 0.1]], weights: [1], std: 1.1 });
  expectGradient(
    ({ xg }) => {
      const xt = addNoise(xg!, eps, level);
      const [epsTeacher, epsFake] = [teacher, fake].map((denoiser) => denoiser.epsilon({}, xt, level));
      return l2.create({ lambda: 0.3 }).student({ ...batch, xg: xg!, xt, epsTeacher: epsTeacher!, epsFake: epsFake! });
    },
    { xg: tf.tensor2d([[0.3, 0.1, -0.5]]) },
  );
});
