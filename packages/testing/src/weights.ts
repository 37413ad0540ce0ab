import { mapParams, random, tf, type NDArray, type Params, type TrainableModel, type Random } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs";
import { expect } from "vitest";
import "./matchers.ts";

/** Weights as tensors. */
export const tensorsOf = (params: Params<NDArray>): Params =>
  mapParams(params, ({ shape, data }) => tf.tensor(data, [...shape]));

/** Weights some way off their first values, where layers that start at zero do something. */
export const stirred = (params: Params<NDArray>): Params =>
  mapParams(tensorsOf(params), (weight, name) =>
    weight.add(tf.tensor(random(0, name).normal(weight.size), weight.shape).mul(0.1)),
  );

/** What a player is called with: its own weights, laid over the teacher's where it shares them. */
export const laidOver = (teacher: Params<NDArray>, { sharesTeacher }: TrainableModel, own: Params): Params =>
  sharesTeacher ? { ...tensorsOf(teacher), ...own } : own;

/** Expects the first weights to depend on nothing but the random stream. */
export function expectSameDraw(init: (stream: Random) => Params<NDArray>): void {
  expect(init(random(1, "init"))).toEqual(init(random(1, "init")));
}

/** Expects the output to change, to first order, with each of the weights. */
export function expectGradientInEach(params: Params, forward: (params: Params) => Tensor): void {
  const names = Object.keys(params);
  const size = (x: Tensor): number => x.abs().max().dataSync()[0]!;
  const gradients = tf.grads((...weights: Tensor[]) => {
    const y = forward(Object.fromEntries(names.map((name, i) => [name, weights[i]!])));
    return weights.reduce((sum, weight) => sum.add(weight.mul(0).sum()), y.square().sum()); // a path to each weight
  })(Object.values(params));
  expect(
    names.filter((_, i) => !(size(gradients[i]!) > 0)),
    "weights without a gradient",
  ).toEqual([]);
}

/** Expects `forward` of a batch to be what it is of each sample alone. */
export function expectSamplesApart(inputs: readonly Tensor[], forward: (...inputs: Tensor[]) => Tensor): void {
  const together = forward(...inputs);
  const alone = Array.from({ length: together.shape[0]! }, (_, i) =>
    forward(...inputs.map((input) => input.slice(i, 1))),
  );
  expect(tf.concat(alone)).toBeAllClose(together, { atol: 1e-5, rtol: 1e-4 });
}
