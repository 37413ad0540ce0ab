import type { Coefficients } from "@tweedie/core";
import { derivative, exactDistillation, gaussHermite } from "@tweedie/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { multiple } from "./identity-family.fixture.ts";
import { fullTransform, fused, l1, leftTransform, middleOnly, rightTransform, transformed } from "./identity-family.ts";
import { soundness } from "./soundness.ts";

const level = { alphaBar: 0.8, betaBar: 0.6 };
const S = level.alphaBar ** 2 + level.betaBar ** 2;
const distillation = exactDistillation(
  {
    teacher: { means: [[0]], weights: [1], std: 1 },
    // The parameter is the variance s of xt, so that any ratio s/S is possible, even one narrower than the noise.
    generate: ([mean, s], z) => (mean! + Math.sqrt(s! - level.betaBar ** 2) * z) / level.alphaBar,
    level,
  },
  gaussHermite(4), // exact for Gaussians
  gaussHermite(4),
);
/** The optimal fake score of the student, to be held constant. */
const fakeOf = (mean: number, s: number) => (xt: number) => (level.betaBar * (xt - mean)) / s;
/** The gradient in mean and variance of xt. */
const gradient = (coefficients: Coefficients, mean: number, s: number) =>
  distillation.gradient(coefficients, [mean, s], fakeOf(mean, s)) as [number, number];
/** Its second component, for students of the teacher's mean. */
const varianceGradient = (coefficients: Coefficients, s: number) =>
  derivative((shifted) => distillation.loss(coefficients, [0, shifted], fakeOf(0, s)), s);

test("for any coefficients the gradient in the variance is aa/S² + ab/(Ss) + bb/s², in the mean (2 aa/S + ab/s) m/S", () => {
  const weight = fc.double({ min: -2, max: 2, noNaN: true });
  const coefficients = fc.record({ aa: weight, ab: weight, ae: weight, bb: weight, be: weight });
  const variance = fc.double({ min: 0.4, max: 9, noNaN: true });
  fc.assert(
    fc.property(coefficients, variance, (c, s) => {
      const [ofMean, ofVariance] = gradient(c, 0.7, s);
      const unit = level.betaBar ** 2;
      expect(ofVariance).toBeAllClose(unit * (c.aa / S ** 2 + c.ab / (S * s) + c.bb / s ** 2), { atol: 1e-6 });
      expect(ofMean).toBeAllClose((unit * 0.7 * ((2 * c.aa) / S + c.ab / s)) / S, { atol: 1e-6 });
    }),
  );
});

/** The limit of the variance ratio under gradient descent with steps of 1 %: the ratio at which the gradient changes its sign. */
function descend(coefficients: Coefficients, from: number): number {
  const [narrowest, widest] = [0.37, 1000];
  let ratio = from;
  for (let direction = 0; narrowest < ratio && ratio < widest;) {
    const step = -Math.sign(varianceGradient(coefficients, ratio * S));
    if (step === 0 || step === -direction) return ratio;
    direction = step;
    ratio *= 1.01 ** step;
  }
  return ratio < 1 ? 0 : Infinity;
}

const lambdas = [-4, -1.5, 0, 0.25, 0.5, 0.75, 1, 1.1, 1.2, 1.5, 3];
const ratios = [0.4, 0.5, 0.7, 0.9, 1.2, 1.45, 2.5, 4, 5.9, 6.1, 20];

test("the basin map over λ and s/S is the predicted one", () => {
  const map = lambdas.map((lambda) => ratios.map((ratio) => Math.abs(descend(fused(lambda), ratio) - 1) < 0.02));
  const predicted = lambdas.map((lambda) => {
    const [low, high] = soundness(fused(lambda), { startsAsTeacher: false }).basin!;
    return ratios.map((ratio) => low < ratio && ratio < high);
  });
  expect(map).toEqual(predicted);
  expect(predicted.flat().filter((converges) => !converges).length).toBe(17);
});

test("outside the basin a student collapses for λ < 0 and diverges for λ > 1", () => {
  expect(descend(fused(-4), 0.75)).toBe(0);
  expect(descend(fused(1.2), 6.1)).toBe(Infinity);
});

test.each([
  ["full transform", fullTransform, 0],
  ["middle only", middleOnly, 0],
  ["left", leftTransform, 0],
  ["right", rightTransform, 2],
  ["three times right", transformed({ u: 0, v: 3 }), 1 + Math.sqrt(3)],
  ["half of the middle, negated", transformed({ u: 0.5, v: 0, scale: -1 }), Infinity],
])("from the teacher %s converges to the limit that its objection states", (_, coefficients, limit) => {
  expect(descend(coefficients, 1)).toBeAllClose(limit, { rtol: 0.02 });
});

test("under L1 a wide student converges to the teacher and a narrow one collapses; under -L1 a wide one diverges", () => {
  expect(varianceGradient(l1, 1.1 * S)).toBeGreaterThan(0);
  expect(descend(l1, 0.95)).toBe(0);
  expect(descend(multiple(-1, l1), 1.05)).toBe(Infinity);
});

test("for 0 <= λ < ½ a narrow student's mean moves away at first and converges as its variance grows", () => {
  let [mean, s] = [0.3, 0.37];
  const means: number[] = [];
  for (let step = 0; step < 400; step++) {
    const [ofMean, ofVariance] = gradient(fused(0), mean, s);
    [mean, s] = [mean - 0.5 * ofMean, Math.max(s - 0.5 * ofVariance, 0.361)];
    means.push(mean);
  }
  expect(Math.max(...means)).toBeGreaterThan(0.31);
  expect(means.at(-1)).toBeLessThan(0.01);
  expect(s).toBeCloseTo(S, 2);
});
