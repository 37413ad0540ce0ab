import { mapParams, random, tf, TweedieError } from "@tweedie/core";
import { levelOf } from "@tweedie/diffusion";
import { mlp } from "@tweedie/networks";
import { make, normal, standIns, tensorsOf, testDenoiser } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./noise-and-ratio.ts";
import { logRatioOf, noiseOf } from "./outputs/noise-and-ratio.ts";

testDenoiser(plugin);
testDenoiser(plugin, { shape: [3, 3, 1], options: { init: "random", width: 8 } });
testDenoiser(plugin, { options: { adapter: { rank: 1 } } });

test("at first its noise prediction is the teacher's and the ratio is 1", () => {
  const { teacher } = standIns();
  const fakeScore = make(plugin);
  const weights = teacher.init(random(0, "teacher"));
  const [xt, level] = [normal("xt", [4, 2]), levelOf(tf.ones([4]), tf.fill([4], 0.5), 2)];
  const output = fakeScore.epsilon(tensorsOf(fakeScore.init(random(0, "fake"), weights)), xt, level);
  expect(noiseOf(output, xt)).toBeAllClose(teacher.epsilon(tensorsOf(weights), xt, level), { atol: 1e-6 });
  expect([...logRatioOf(output).dataSync()]).toEqual([0, 0, 0, 0]);
  expect(output.shape).toEqual([4, fakeScore.output!.size]);
});

test("the log ratio decreases with the noise as sigmaData / sigma", () => {
  const fakeScore = make(plugin);
  const weights = fakeScore.init(random(0, "fake"), standIns().teacher.init(random(0, "teacher")));
  const constant = mapParams(tensorsOf(weights), (weight, name) =>
    name === "ratio.output.bias" ? tf.onesLike(weight) : weight,
  );
  const { sigmaData } = standIns().data;
  const level = levelOf(tf.ones([2]), tf.tensor1d([1, 1000]), 2);
  const [near, far] = logRatioOf(fakeScore.epsilon(constant, normal("xt", [2, 2]), level)).dataSync();
  expect(near).toBeCloseTo(sigmaData / Math.hypot(1, sigmaData), 5);
  expect(far! * 1000).toBeCloseTo(sigmaData, 3);
});

test("refuses a class-conditional network", () => {
  const network = mlp({ shape: [2], width: 8, depth: 1, embedding: 8, activation: "silu", classes: 2 });
  expect(() => make(plugin, { uses: { network } })).toThrow(TweedieError);
});
