import { random, tf, type NDArray, type Params, type Random } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import "./to-be-all-close.ts";

/** Expects equal arrays from equal random streams. */
export function expectSameDraw(init: (stream: Random) => Params<NDArray>): void {
  expect(init(random(1, "init"))).toEqual(init(random(1, "init")));
}

/** Expects a non-zero gradient of the output in each of the weights. */
export function expectGradientInEach(params: Params, forward: (params: Params) => Tensor): void {
  const names = Object.keys(params);
  const size = (x: Tensor): number => x.abs().max().dataSync()[0]!;
  const gradients = tf.grads((...weights: Tensor[]) => {
    const y = forward(Object.fromEntries(names.map((name, i) => [name, weights[i]!])));
    return weights.reduce((sum, weight) => sum.add(weight.mul(0).sum()), y.square().sum()); // connects each weight
  })(Object.values(params));
  expect(
    names.filter((_, i) => !(size(gradients[i]!) > 0)),
    "weights without a gradient",
  ).toEqual([]);
}

/** Expects `forward` of a batch to equal `forward` of each sample alone. */
export function expectSamplesApart(inputs: readonly Tensor[], forward: (...inputs: Tensor[]) => Tensor): void {
  const together = forward(...inputs);
  const alone = Array.from({ length: together.shape[0]! }, (_, i) =>
    forward(...inputs.map((input) => input.slice(i, 1))),
  );
  expect(tf.concat(alone)).toBeAllClose(together, { atol: 1e-5, rtol: 1e-4 });
}
