import { tf } from "@tweedie/core";
import { finiteDifference } from "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { activations, type Activation } from "./activations.ts";

const x = [0.3, -0.7, 1.1];
const w = [0.5, -0.9];

/** Derivatives of the activations, in float64. */
const slopes: Readonly<Record<Activation, (x: number) => number>> = {
  silu: (x) => (1 + Math.exp(-x) * (1 + x)) / (1 + Math.exp(-x)) ** 2,
  softplus: (x) => 1 / (1 + Math.exp(-x)),
  sin: Math.cos,
  square: (x) => 2 * x,
};

const names = Object.keys(activations) as Activation[];

test.each(names)("the gradient of %s is its derivative", (name) => {
  const slope = tf.grad((x) => activations[name](x).sum())(tf.tensor1d(x));
  expect(slope).toBeAllClose(x.map(slopes[name]), { rtol: 1e-4 });
});

test.each(names)("the gradient in w of |∇ Σ act(w x)|² is that of finite differences: %s", (name) => {
  const energy = (x: Tensor, w: Tensor) => activations[name](x.expandDims(1).mul(w)).sum();
  const gradient = tf.grad((w) =>
    tf
      .grad((x) => energy(x, w))(tf.tensor1d(x))
      .square()
      .sum(),
  )(tf.tensor1d(w));
  const exact = finiteDifference((w) => {
    const score = x.map((x) => w.reduce((sum, w) => sum + w * slopes[name](w * x), 0));
    return score.reduce((sum, s) => sum + s * s, 0);
  }, w);
  expect(gradient).toBeAllClose(exact, { atol: 1e-3 });
});
