import { sizeOf, tf } from "@tweedie/core";
import { addNoise, detach, fused, levelOf, meanPerSample, quadraticIdentity, sigmaOf } from "@tweedie/diffusion";
import { make } from "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import fDivergence, { fDivergences } from "./f-divergence.ts";
import momentMatching from "./moment-matching.ts";
import pseudoHuber from "./pseudo-huber.ts";
import fixture from "./published.fixture.json" with { type: "json" };

/** Uniform on [-1, 1], as in tools/parity/generator.py. */
function numbers(shape: number[], seed: number, scale: number): Tensor {
  const next = () => {
    seed = (Math.imul(1_664_525, seed) + 1_013_904_223) >>> 0;
    return (seed / 2 ** 31 - 1) * scale;
  };
  return tf.tensor(Float32Array.from({ length: sizeOf(shape) }, next), shape);
}

const inputs = () => ({ xg: numbers([4, 3], 1, 1.5), eps: numbers([4, 3], 2, 1.7), logit: numbers([4, 1], 3, 3) });
const noised = () => levelOf(tf.tensor1d([1, 0.8, 1, 0.1]), tf.tensor1d([0.05, 0.6, 5, 0.99]), 2);
const times = () => levelOf(tf.tensor1d([0.9, 0.6, 0.4, 0.1]), tf.tensor1d([0.1, 0.4, 0.6, 0.9]), 2);

/** The batch of tools/parity/divergences.py; `withRatio` appends the logits to the fake score's output. */
function batchOf(xg: Tensor, level = noised(), withRatio = false) {
  const { eps, logit } = inputs();
  const xt = addNoise(xg, eps, level);
  const fakeScore = (x: Tensor) => {
    const noise = x.mul(0.4).sub(0.1);
    return withRatio ? tf.concat([noise, logit], 1) : noise;
  };
  const epsTeacher = xt.mul(0.7).add(0.2).sin();
  return { xg, xt, eps, level, epsTeacher, epsFake: fakeScore(xt), fakeScore, draws: {} };
}

/** Gradient in the samples of a loss, each sample multiplied by a constant weight. */
const gradientOf = (loss: (xg: Tensor) => Tensor): number[] => [
  ...tf
    .grad((x) => loss(x).sum())(inputs().xg)
    .dataSync(),
];

const close = (expected: readonly number[]) => ({ atol: 1e-5 * Math.max(...expected.map(Math.abs)), rtol: 1e-5 });

describe("the gradient equals that of the published formula in PyTorch, to 1e-5", () => {
  test.each(fDivergences)("f-distill: %s", (divergence) => {
    const loss = make(fDivergence, { options: { divergence, normalize: true }, shape: [3] });
    const gradient = gradientOf((xg) => {
      const batch = batchOf(xg, noised(), true);
      // The weight of DMD, which `weightings/sid` has: 1 / mean|xg - x0Teacher| for errors of x0.
      const error = detach(meanPerSample(batch.epsTeacher.sub(batch.eps).abs()));
      return loss.student(batch).mul(sigmaOf(batch.level).flatten().div(error));
    });
    expect(gradient).toBeAllClose(fixture.fDistill[divergence], close(fixture.fDistill[divergence]));
  });

  test("SIM, whose distance is that of the scores: betaBar times the distance of the noise", () => {
    const loss = make(pseudoHuber, { options: { c: fixture.huber, lambda: 1 } });
    const perScore = (xg: Tensor) => loss.student(batchOf(xg)).div(noised().betaBar.flatten());
    expect(gradientOf(perScore)).toBeAllClose(fixture.sim.gradient, close(fixture.sim.gradient));
    expect([...perScore(inputs().xg).dataSync()]).toBeAllClose(fixture.sim.values, close(fixture.sim.values));
  });

  test("FGM: twice L2 - L1/2, for errors of the velocity", () => {
    const loss = (xg: Tensor) =>
      quadraticIdentity(fused(0.5), batchOf(xg, times())).mul(2).div(times().alphaBar.square().flatten());
    expect(gradientOf(loss)).toBeAllClose(fixture.fgm.gradient, close(fixture.fgm.gradient));
    expect([...loss(inputs().xg).dataSync()]).toBeAllClose(fixture.fgm.values, close(fixture.fgm.values));
  });

  test("moment matching, for errors of x0: sigma² times ours", () => {
    const loss = make(momentMatching);
    const gradient = gradientOf((xg) => loss.student(batchOf(xg)).mul(sigmaOf(noised()).square().flatten()));
    expect(gradient).toBeAllClose(fixture.momentMatching.gradient, close(fixture.momentMatching.gradient));
  });
});
