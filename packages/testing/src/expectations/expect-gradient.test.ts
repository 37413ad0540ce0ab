import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { expectGradient } from "./expect-gradient.ts";

const params = { x: tf.tensor1d([0.3, -0.7, 1.1]), y: tf.tensor1d([2, 0.1, -0.4]) };

test("accepts the gradient of a smooth function", () => {
  expectGradient(({ x, y }) => x!.sin().mul(y!.exp()).sum(), params);
});

test("names the tensor whose gradient is wrong", () => {
  const doubled = (x: Tensor) =>
    tf.customGrad((x) => ({ value: (x as Tensor).clone(), gradFunc: (dy) => (dy as Tensor).mul(2) }))(x);
  expect(() => expectGradient(({ x, y }) => x!.mul(doubled(y!)).sum(), params)).toThrow("gradient along y");
});
