import { mapParams, random, tf, TweedieError, type Dataset, type Mixture } from "@tweedie/core";
import { mixtureLogDensity, testDenoiser } from "@tweedie/testing";
import { levelOf } from "@tweedie/diffusion";
import { describe, expect, test } from "vitest";
import plugin from "./mixture.ts";

testDenoiser(plugin);
testDenoiser(plugin, { shape: [3, 3, 1] });

const dataOf = (mixture?: Mixture): Dataset => ({
  shape: [2],
  sigmaData: 1,
  ...(mixture && { mixture }),
  sample: () => ({ shape: [0, 2], data: new Float32Array() }),
  heldOut: () => ({ shape: [0, 2], data: new Float32Array() }),
});

const mixture: Mixture = {
  means: [
    [1, 0],
    [-0.5, 0.8],
    [-0.4, -0.9],
  ],
  weights: [0.5, 0.3, 0.2],
  std: 0.1,
};

function epsilonOf(mixture: Mixture, points: number[][], alphaBar: number, betaBar: number): number[][] {
  const teacher = plugin.create({}, dataOf(mixture));
  const params = mapParams(teacher.init(random(0, "teacher")), ({ shape, data }) => tf.tensor(data, [...shape]));
  const level = levelOf(tf.fill([points.length], alphaBar), tf.fill([points.length], betaBar), 2);
  return teacher.epsilon(params, tf.tensor2d(points), level).arraySync() as number[][];
}

describe("ε = -β̄ ∇log p, by finite differences of the log density in float64", () => {
  test.each([
    [1, 0.002],
    [1, 0.1],
    [1, 0.8],
    [1, 80],
    [0.6, 0.8],
    [0.05, 0.99],
  ])("at ᾱ = %d, β̄ = %d", (alphaBar, betaBar) => {
    const spread = Math.hypot(alphaBar, betaBar);
    const points = Array.from({ length: 20 }, (_, i) => [...random(3, "points", i).normal(2)].map((x) => x * spread));
    const eps = epsilonOf(mixture, points, alphaBar, betaBar);
    const h = 1e-5 * spread;
    points.forEach((point, row) => {
      for (const j of [0, 1]) {
        const moved = (step: number) => point.map((x, k) => (k === j ? x + step : x));
        const [after, before] = [h, -h].map((step) => mixtureLogDensity(mixture, moved(step), { alphaBar, betaBar }));
        const want = (-betaBar * (after! - before!)) / (2 * h);
        expect(Math.abs(eps[row]![j]! - want)).toBeLessThan(2e-4 * (1 + Math.abs(want)));
      }
    });
  });
});

test("the noise prediction of one mode is linear in xt, with slope betaBar / v", () => {
  const one: Mixture = { means: [[0.3, -0.2]], weights: [1], std: 0.5 };
  const [eps] = epsilonOf(one, [[1, 1]], 0.8, 0.6);
  const v = (0.8 * 0.5) ** 2 + 0.6 ** 2;
  expect(eps![0]).toBeCloseTo((0.6 / v) * (1 - 0.8 * 0.3), 5);
  expect(eps![1]).toBeCloseTo((0.6 / v) * (1 + 0.8 * 0.2), 5);
});

test("far from all modes, where their densities underflow, the noise is finite and points away from the nearest mode", () => {
  const [eps] = epsilonOf(mixture, [[300, 0]], 1, 0.01);
  expect(eps![0]).toBeCloseTo((0.01 * 299) / (0.1 ** 2 + 0.01 ** 2), 0);
  expect(eps![1]).toBeCloseTo(0, 2);
});

test("a mode of weight zero has no effect", () => {
  const withNone = { ...mixture, means: [...mixture.means, [0.2, 0.2]], weights: [...mixture.weights, 0] };
  const points = [[0.2, 0.2]];
  expect(epsilonOf(withNone, points, 1, 0.3)).toEqual(epsilonOf(mixture, points, 1, 0.3));
});

test("refuses data without a known density, and names an alternative", () => {
  expect(() => plugin.create({}, dataOf())).toThrow(TweedieError);
  expect(() => plugin.create({}, dataOf())).toThrow(/teachers\/denoiser/);
});
