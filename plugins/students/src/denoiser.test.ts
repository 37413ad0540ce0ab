import { mapParams, random, tf, TweedieError, type NDArray, type Params, type Teacher } from "@tweedie/core";
import { testStudent } from "@tweedie/testing";
import { edmDenoiser, levelOf, x0FromEps } from "@tweedie/diffusion";
import { mlp } from "@tweedie/networks";
import { expect, test } from "vitest";
import plugin from "./denoiser.ts";

testStudent(plugin);
testStudent(plugin, { shape: [3, 3, 1], options: { init: "random" } });
testStudent(plugin, { options: { adapter: { rank: 1 } } });
const conditional = mlp({ shape: [2], width: 8, depth: 1, embedding: 8, activation: "silu", classes: 2 });
testStudent(plugin, { uses: { network: conditional }, options: { init: "random" } });

const network = mlp({ shape: [2], width: 16, depth: 2, embedding: 8, activation: "silu" });
const teacher: Teacher = {
  ...edmDenoiser(network, 0.7),
  shape: [2],
  sigmaData: 0.7,
  weights: "trained",
  init: (random) => ({
    ...network.init(random),
    "output.weight": { shape: [16, 2], data: random.child("trained").normal(32) },
  }),
};
const toTensors = (arrays: Params<NDArray>) => mapParams(arrays, ({ shape, data }) => tf.tensor(data, [...shape]));

test("with the teacher's weights, a sample is the teacher's denoising of noise at sigmaInit", () => {
  const student = plugin.create(plugin.options.parse({ sigmaInit: 1.7 }) as never, network, teacher);
  const weights = teacher.init(random(0, "teacher"));
  const z = tf.tensor2d(random(0, "z").normal(20), [10, 2]);
  const level = levelOf(tf.ones([10]), tf.fill([10], 1.7), 2);
  const xt = z.mul(1.7);
  const denoised = x0FromEps(teacher.epsilon(toTensors(weights), xt, level), xt, level);
  const xg = student.generate(toTensors(student.init(random(0, "student"), weights)), z);
  expect(xg.sub(denoised).abs().max().dataSync()[0]).toBeLessThan(1e-6);
  expect(xg.abs().max().dataSync()[0]).toBeGreaterThan(0.1);
});

test("with random weights, it is the optimal linear denoiser: sigmaInit z times sigmaData² / (sigmaData² + sigmaInit²)", () => {
  const student = plugin.create(plugin.options.parse({ init: "random" }) as never, network, teacher);
  const z = tf.tensor2d([[1, -2]]);
  const xg = student.generate(toTensors(student.init(random(0, "student"), {})), z).dataSync();
  const shrink = (2.5 * 0.7 ** 2) / (0.7 ** 2 + 2.5 ** 2);
  expect(xg[0]).toBeCloseTo(shrink, 5);
  expect(xg[1]).toBeCloseTo(-2 * shrink, 5);
});

test("refuses to copy a closed-form teacher", () => {
  const closed = { ...teacher, weights: "closed-form" };
  expect(() => plugin.create({ init: "teacher", sigmaInit: 2.5 }, network, closed)).toThrow(TweedieError);
  expect(() => plugin.create({ init: "random", sigmaInit: 2.5 }, network, closed)).not.toThrow();
});
