import { mapParams, random, tf, type NDArray, type Params } from "@tweedie/core";
import { expectGradient } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { mlp, residualMlp } from "./mlp.ts";

const toTensors = (arrays: Params<NDArray>) => mapParams(arrays, ({ shape, data }) => tf.tensor(data, [...shape]));
const size = { width: 16, depth: 2, activation: "silu" } as const;
const normal = (purpose: string, shape: number[]) =>
  tf.tensor(random(0, purpose).normal(shape.reduce((a, b) => a * b)), shape);

describe("mlp", () => {
  const network = mlp({ shape: [3, 2, 1], embedding: 8, ...size });
  const weights = network.init(random(0, "network"));

  test("preserves the shape of samples, and its initial output is zero", () => {
    const y = network.forward(toTensors(weights), normal("x", [5, 3, 2, 1]), normal("noise", [5]));
    expect(y.shape).toEqual([5, 3, 2, 1]);
    expect(y.abs().max().dataSync()[0]).toBe(0);
  });

  test("depends on the noise", () => {
    const params = { ...toTensors(weights), "output.weight": normal("output", [16, 6]) };
    const x = normal("x", [5, 3, 2, 1]);
    const [low, high] = [tf.fill([5], -1), tf.fill([5], 1)].map((noise) => network.forward(params, x, noise));
    expect(low!.sub(high!).abs().min().dataSync()[0]).toBeGreaterThan(1e-4);
  });

  test("maps each sample independently of the rest of the batch", () => {
    const params = { ...toTensors(weights), "output.weight": normal("output", [16, 6]) };
    const [x, noise] = [normal("x", [5, 3, 2, 1]), normal("noise", [5])];
    const all = network.forward(params, x, noise).slice([3], [1]);
    const alone = network.forward(params, x.slice([3], [1]), noise.slice([3], [1]));
    expect(all.sub(alone).abs().max().dataSync()[0]).toBeLessThan(1e-5);
  });

  test("another layer does not change the initial values of other weights", () => {
    const deeper = mlp({ shape: [3, 2, 1], embedding: 8, ...size, depth: 3 }).init(random(0, "network"));
    for (const name of Object.keys(weights)) expect(deeper[name]).toEqual(weights[name]);
    expect(Object.keys(deeper).length).toBeGreaterThan(Object.keys(weights).length);
  });
});

test.each(["silu", "softplus"] as const)("gradients of a residual MLP with %s are finite differences", (activation) => {
  const net = residualMlp({ inputs: 3, outputs: 2, condition: 4, ...size, activation });
  const inputs = { x: normal("x", [7, 3]), features: normal("features", [7, 4]) };
  expectGradient(({ x, features, ...params }) => net.forward(params, x!, features).square().mean(), {
    ...toTensors(net.init(random(2, "net"))),
    ...inputs,
  });
});
