import type { Coefficients } from "@tweedie/core";
import { exactDistillation, mixtureEpsilon } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { lambdas } from "./identity-family.fixture.ts";
import { fullTransform, fused, l1, leftTransform, middleOnly, rightTransform } from "./identity-family.ts";

describe("noised Gaussians of variance S (teacher) and s (student)", () => {
  const level = { alphaBar: 0.8, betaBar: 0.6 };
  const gaussian = (mean: number, std: number) => ({ means: [[mean]], weights: [1], std });
  const varianceOf = (std: number) => (level.alphaBar * std) ** 2 + level.betaBar ** 2;
  const distillation = exactDistillation({
    teacher: gaussian(0, 1),
    generate: ([mean, std], z) => mean! + std! * z,
    level,
  });
  const S = varianceOf(1);

  /** Gradients in the student's mean and in the variance s. */
  const gradient = (coefficients: Coefficients, mean: number, std: number) => {
    const fake = (xt: number) => mixtureEpsilon(gaussian(mean, std), [xt], level)[0]!;
    const [ofMean, ofStd] = distillation.gradient(coefficients, [mean, std], fake);
    return { ofMean: ofMean!, ofVariance: ofStd! / (2 * level.alphaBar ** 2 * std) };
  };
  const stdAt = (ratio: number) => Math.sqrt(ratio * S - level.betaBar ** 2) / level.alphaBar; // where s = ratio S
  const stds = [0.1, 0.3, 0.7, 1, 1.5, 3, 10];

  test.each([...lambdas, 2])("the gradient in the variance is (1/S - 1/s)[(1 - λ)/S + λ/s] at λ = %d", (lambda) => {
    const predicted = stds
      .map(varianceOf)
      .map((s) => level.betaBar ** 2 * (1 / S - 1 / s) * ((1 - lambda) / S + lambda / s));
    expect(stds.map((std) => gradient(fused(lambda), 0, std).ofVariance)).toBeAllClose(predicted, { rtol: 1e-5 });
  });

  test("for 0 <= λ <= 1 any variance moves towards the teacher's", () => {
    for (const lambda of [0, 0.25, 0.5, 0.75, 1]) {
      for (const std of stds.filter((std) => std !== 1)) {
        expect(Math.sign(gradient(fused(lambda), 0, std).ofVariance)).toBe(Math.sign(std - 1));
      }
    }
  });

  test("for λ > 1 the variance diverges from s > S λ/(λ - 1)", () => {
    for (const lambda of [1.2, 1.5, 2]) {
      const border = lambda / (lambda - 1);
      expect(gradient(fused(lambda), 0, stdAt(0.98 * border)).ofVariance).toBeGreaterThan(0);
      expect(gradient(fused(lambda), 0, stdAt(1.02 * border)).ofVariance).toBeLessThan(0);
    }
  });

  test("the full transform, middle only and left shrink any variance, right moves it towards 2S", () => {
    for (const std of stds) {
      for (const coefficients of [fullTransform, middleOnly, leftTransform]) {
        expect(gradient(coefficients, 0, std).ofVariance).toBeGreaterThan(0.001);
      }
      expect(Math.sign(gradient(rightTransform, 0, std).ofVariance)).toBe(Math.sign(varianceOf(std) - 2 * S));
    }
  });

  test.each([...lambdas, 2])("the gradient in the mean is (m/S)[2(1 - λ)/S + (2λ - 1)/s] at λ = %d", (lambda) => {
    const mean = 0.5;
    const predicted = stds
      .map(varianceOf)
      .map((s) => ((level.alphaBar * level.betaBar) ** 2 * mean * ((2 * (1 - lambda)) / S + (2 * lambda - 1) / s)) / S);
    expect(stds.map((std) => gradient(fused(lambda), mean, std).ofMean)).toBeAllClose(predicted, { rtol: 1e-5 });
  });

  test("for ½ <= λ <= 1 the mean moves towards the teacher's at any variance", () => {
    for (const lambda of [0.5, 0.75, 1]) {
      for (const std of stds) expect(gradient(fused(lambda), 0.5, std).ofMean).toBeGreaterThan(0);
    }
  });

  test("L1 moves the mean away for s < S, L2 for s < S/2", () => {
    for (const [coefficients, border] of [
      [l1, 1],
      [fused(0), 0.5],
    ] as const) {
      expect(gradient(coefficients, 0.5, stdAt(0.98 * border)).ofMean).toBeLessThan(0);
      expect(gradient(coefficients, 0.5, stdAt(1.02 * border)).ofMean).toBeGreaterThan(0);
    }
  });

  test("λ > 1 moves the mean away for s > S (λ - ½)/(λ - 1), at smaller s than the variance", () => {
    for (const lambda of [1.2, 1.5, 2]) {
      const border = (lambda - 0.5) / (lambda - 1);
      expect(gradient(fused(lambda), 0.5, stdAt(0.98 * border)).ofMean).toBeGreaterThan(0);
      expect(gradient(fused(lambda), 0.5, stdAt(1.02 * border)).ofMean).toBeLessThan(0);
    }
  });
});
