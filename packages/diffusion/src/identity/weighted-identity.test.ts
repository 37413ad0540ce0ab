import { type ScoredBatch, tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { bimodalDistillation, bimodalTheta, expectation, finiteDifference, mixtureEpsilon } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { meanPerSample, squaredNorm } from "../per-sample.ts";
import { kappaOnGaussians } from "./weighted-identity.ts";

describe("kappa on Gaussians", () => {
  const kappa = (weight: Parameters<typeof kappaOnGaussians>[0], d: number, elements = 2 ** 12) => {
    const count = Math.ceil(elements / d);
    const levels = Array.from({ length: count }, (_, i) => ({ alphaBar: 0.8, betaBar: [0.1, 1, 10][i % 3]! }));
    return kappaOnGaussians(weight, { shape: [d], sigmaData: 0.7, levels });
  };
  const one = ({ eps }: ScoredBatch) => tf.ones([eps.shape[0]!]);

  test.each([
    ["without weights", one],
    ["with weights of the level", ({ level }: ScoredBatch) => level.betaBar.flatten().square()],
    ["with weights of xt", ({ xt }: ScoredBatch) => squaredNorm(xt).add(1).reciprocal()],
    ["with weights of the predictions", ({ epsTeacher: a, epsFake: b }: ScoredBatch) => squaredNorm(a.sub(b)).sqrt()],
    [
      "with the fake score at another point",
      ({ fakeScore, xt, level }: ScoredBatch) => squaredNorm(fakeScore(xt.mul(2), level)),
    ],
  ])("is 1 %s", (_, weight) => {
    for (const d of [1, 2, 16]) expect(kappa(weight, d)).toBeCloseTo(1, 6);
  });

  test("is 1 - 1/d for a division by any norm of a - e", () => {
    const error = ({ epsTeacher, eps }: ScoredBatch) => epsTeacher.sub(eps);
    for (const d of [3, 5, 16]) {
      for (const norm of [
        (x: Tensor) => meanPerSample(x.abs()),
        (x: Tensor) => squaredNorm(x).sqrt(),
        (x: Tensor) => x.abs().max(1),
      ]) {
        const value = kappa((batch) => norm(error(batch)).reciprocal(), d, 2 ** 15);
        expect(value).toBeAllClose(1 - 1 / d, { atol: 0.02 });
      }
    }
  });

  test("is not 1 for weights of the generated sample, which determines the noise", () => {
    expect(Math.abs(kappa(({ xg }) => squaredNorm(xg).add(0.1).reciprocal(), 2) - 1)).toBeGreaterThan(0.1);
  });

  test("the batch is consistent: xt is noised xg, and fakeScore its prediction", () => {
    kappa(({ xg, xt, eps, level, epsFake, fakeScore }) => {
      expect(xg.mul(level.alphaBar).add(eps.mul(level.betaBar))).toBeAllClose(xt, { atol: 1e-4 });
      expect(fakeScore(xt, level)).toBeAllClose(epsFake, { atol: 1e-5 });
      return tf.ones([xt.shape[0]!]);
    }, 2);
  });
});

test("held constant, weights of xt keep the value of L2, and add E[w' (a - b) (e - b) ∂xt] to its gradient", () => {
  const level = { alphaBar: 0.8, betaBar: 0.6 };
  const { teacher, generate, epsFake, latents, noise } = bimodalDistillation(level);
  const weight = (xt: number) => 1 / (1 + xt ** 2);
  const a = (xt: number) => mixtureEpsilon(teacher, [xt], level)[0]!;
  const fake = epsFake(bimodalTheta);
  /** Mean of a function of the samples of the student, where they are and moved to those of other weights. */
  const mean = (f: (xt: number, e: number, moved: number) => number, theta = bimodalTheta) =>
    expectation(latents, (z) =>
      expectation(noise, (e) => {
        const [xt, moved] = [bimodalTheta, theta].map((t) => level.alphaBar * generate(t, z) + level.betaBar * e);
        return f(xt!, e, moved!);
      }),
    );
  const gradient = (f: (theta: readonly number[]) => (xt: number, e: number, moved: number) => number) =>
    finiteDifference((theta) => mean(f(theta), theta), bimodalTheta);

  const l2 = mean((xt, e) => weight(xt) * (a(xt) - fake(xt)) * (a(xt) - e));
  expect(l2).toBeCloseTo(
    mean((xt) => weight(xt) * (a(xt) - fake(xt)) ** 2),
    8,
  );

  const trained = gradient(() => (xt, e, moved) => {
    const gap = a(moved) - fake(moved);
    return weight(xt) * (gap * (a(moved) - e) - gap ** 2 / 2);
  });
  const exact = gradient((theta) => {
    const optimal = epsFake(theta);
    return (xt, _, moved) => (weight(xt) * (a(moved) - optimal(moved)) ** 2) / 2;
  });
  const deviation = gradient(() => (xt, e, moved) => weight(moved) * (a(xt) - fake(xt)) * (e - fake(xt)));
  expect(Math.hypot(...deviation)).toBeGreaterThan(0.01);
  expect(trained).toBeAllClose(
    exact.map((x, i) => x + deviation[i]!),
    { atol: 1e-6 },
  );
});
