import { random, tf } from "@tweedie/core";
import { levelOf, sigmaOf } from "@tweedie/diffusion";
import {
  gaussianDenoiser,
  gaussianParams,
  make,
  scoredBatch,
  standIns,
  tensorsOf,
  testWeighting,
} from "@tweedie/testing";
import { expect, test } from "vitest";
import expectedError from "./expected-error.ts";
import sid from "./sid.ts";

testWeighting(expectedError);

const { sigmaData } = standIns().teacher;

test("equals the weight of sid for Gaussian data of many dimensions", () => {
  const d = 4_096;
  const level = levelOf(tf.tensor1d([1, 0.8, 1]), tf.tensor1d([0.05, 0.6, 5]), 2);
  const [x0, eps] = ["x0", "eps"].map((name) => tf.tensor2d(random(0, name).normal(3 * d), [3, d]));
  const xg = x0!.mul(sigmaData);
  const xt = xg.mul(level.alphaBar).add(eps!.mul(level.betaBar));
  const params = tensorsOf(gaussianParams(new Array<number>(d).fill(0), sigmaData));
  const epsTeacher = gaussianDenoiser([d]).epsilon(params, xt, level);
  const batch = { xg, xt, eps: eps!, level, epsTeacher, epsFake: epsTeacher, fakeScore: () => epsTeacher, draws: {} };
  const [closedForm, published] = [expectedError, sid].map((plugin) => make(plugin, { shape: [d] }).student!(batch));
  expect(closedForm!).toBeAllClose(published!, { rtol: 0.05 });
});

test("is sqrt(π/2) sigma sqrt(sigma² + sigmaData²) / sigmaData, times the scale", () => {
  const batch = scoredBatch(tf.zeros([4, 2]));
  const expected = [...sigmaOf(batch.level).flatten().dataSync()].map(
    (sigma) => 100 * Math.sqrt(Math.PI / 2) * sigma * (Math.hypot(sigma, sigmaData) / sigmaData),
  );
  expect(make(expectedError, { options: { scale: 100 } }).student!(batch)).toBeAllClose(expected, { rtol: 1e-4 });
});
