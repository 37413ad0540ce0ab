import { mapParams, random, tf, type Dataset } from "@tweedie/core";
import { testDenoiser } from "@tweedie/testing";
import { levelOf } from "@tweedie/diffusion";
import { mlp } from "@tweedie/networks";
import { expect, test } from "vitest";
import plugin from "./denoiser.ts";

testDenoiser(plugin);
testDenoiser(plugin, { shape: [3, 3, 1] });

const network = mlp({ shape: [2], width: 8, depth: 1, embedding: 8, activation: "silu" });
const data = { shape: [2], sigmaData: 0.5 } as unknown as Dataset;

test("with initial weights it is the optimal linear denoiser of data with standard deviation sigmaData", () => {
  const teacher = plugin.create({}, network, data);
  const params = mapParams(teacher.init(random(0, "teacher")), ({ shape, data }) => tf.tensor(data, [...shape]));
  const level = levelOf(tf.tensor1d([1, 0.6]), tf.tensor1d([3, 0.8]), 2);
  const eps = teacher.epsilon(params, tf.ones([2, 2]), level).arraySync() as number[][];
  expect(eps[0]![0]).toBeCloseTo(3 / (0.25 + 9), 5); // betaBar xt / (alphaBar² sigmaData² + betaBar²)
  expect(eps[1]![0]).toBeCloseTo(0.8 / (0.36 * 0.25 + 0.64), 5);
  expect(teacher.weights).toBe("trained");
});
