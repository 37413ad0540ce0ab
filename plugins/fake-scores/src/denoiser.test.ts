import { type Network, random, tf, TweedieError, type Teacher } from "@tweedie/core";
import { normal, perturbed, someLevels, testDenoiser } from "@tweedie/testing";
import { edmDenoiser, edmPreconditioning } from "@tweedie/diffusion";
import { mlp, unet } from "@tweedie/networks";
import { expect, test } from "vitest";
import plugin from "./denoiser.ts";

testDenoiser(plugin);
testDenoiser(plugin, { shape: [3, 3, 1], options: { init: "random" } });
testDenoiser(plugin, { options: { adapter: { rank: 1 } } });

const network = mlp({ shape: [2], width: 8, depth: 1, embedding: 8, activation: "silu" });
const teacherOf = (network: Network): Teacher => ({
  ...edmDenoiser(network, 0.7),
  shape: network.shape,
  sigmaData: 0.7,
  weights: "trained",
  init: network.init,
});
const teacher = teacherOf(network);

const size = { channels: 8, multipliers: [1, 2], blocks: 1, attention: [], heads: 1, groups: 2, embedding: 4 };
const images = unet({ shape: [6, 6, 1], patch: 1, classes: 2, ...size });
const usesOf = (network: Network) => ({ shape: network.shape, uses: { network, teacher: teacherOf(network) } });

testDenoiser(plugin, { ...usesOf(network) });
testDenoiser(plugin, { ...usesOf(network), options: { head: true } });

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

test("without a head the logits are the means of the coarsest features over the channels, one a pixel", () => {
  const weights = perturbed(images.init(random(0, "weights")));
  const fakeScore = plugin.create({ init: "teacher" }, images, teacherOf(images));
  const xt = normal("xt", [4, 6, 6, 1]);
  const [level, label] = [someLevels(4), tf.tensor1d([0, 1, 1, 0])];
  const { logits } = fakeScore.withLogits!(weights, xt, level, label);
  expect(logits.shape).toEqual([4, 9]); // 6x6 pixels, halved once
  const { input, noise } = edmPreconditioning(0.7);
  const { features } = images.features!.evaluate(weights, input(xt, level), noise(level), label);
  expect(logits).toBeAllClose(features.mean(3).reshape([4, 9]), { atol: 1e-6 });
});

test("a head adds weights that begin at random, and a network without features has no discriminator", () => {
  const teacherWeights = network.init(random(0, "teacher"));
  const options = { init: "teacher", head: true } as const;
  const init = plugin.create(options, network, teacher).init(random(0, "fakeScore"), teacherWeights);
  expect(Object.keys(init).filter((name) => !(name in teacherWeights))).toContain("head.logit.weight");
  expect(init).toMatchObject(teacherWeights);
  const { features: _, ...without } = network;
  expect(plugin.create({ init: "teacher" }, without, teacher).withLogits).toBeUndefined();
  expect(() => plugin.create(options, without, teacher)).toThrow(/no inner features/);
});
