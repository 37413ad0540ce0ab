import { random, tf, TweedieError, type Teacher } from "@tweedie/core";
import { testDenoiser } from "@tweedie/testing";
import { edmDenoiser } from "@tweedie/diffusion";
import { mlp } from "@tweedie/networks";
import { expect, test } from "vitest";
import plugin from "./denoiser.ts";

testDenoiser(plugin);
testDenoiser(plugin, { shape: [3, 3, 1], options: { init: "random" } });
testDenoiser(plugin, { options: { adapter: { rank: 1 } } });

const network = mlp({ shape: [2], width: 8, depth: 1, embedding: 8, activation: "silu" });
const teacher: Teacher = {
  ...edmDenoiser(network, 0.7),
  shape: [2],
  sigmaData: 0.7,
  weights: "trained",
  init: network.init,
};

test("the initial weights are the teacher's, or random", () => {
  const weights = teacher.init(random(0, "teacher"));
  expect(plugin.create({ init: "teacher" }, network, teacher).init(random(0, "fakeScore"), weights)).toEqual(weights);
  const drawn = plugin.create({ init: "random" }, network, teacher).init(random(0, "fakeScore"), weights);
  expect(Object.keys(drawn)).toEqual(Object.keys(weights));
  expect(drawn["input.weight"]).not.toEqual(weights["input.weight"]);
});

test("with the teacher's weights its prediction is the teacher's", () => {
  const fakeScore = plugin.create({ init: "teacher" }, network, teacher);
  const params = Object.fromEntries(
    Object.entries(teacher.init(random(0, "teacher"))).map(([name, { shape }]) => [name, tf.fill([...shape], 0.1)]),
  );
  const xt = tf.tensor2d(random(0, "xt").normal(10), [5, 2]);
  const level = { alphaBar: tf.fill([5, 1], 0.9), betaBar: tf.fill([5, 1], 0.4) };
  const [fake, real] = [fakeScore, teacher].map((denoiser) => [...denoiser.epsilon(params, xt, level).dataSync()]);
  expect(fake).toEqual(real);
});

test("refuses to copy a closed-form teacher", () => {
  expect(() => plugin.create({ init: "teacher" }, network, { ...teacher, weights: "closed-form" })).toThrow(
    TweedieError,
  );
});
