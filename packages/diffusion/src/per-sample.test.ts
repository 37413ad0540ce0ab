import { tf } from "@tweedie/core";
import "@tweedie/testing";
import { expect, test } from "vitest";
import { inner, meanPerSample, squaredNorm, sumPerSample } from "./per-sample.ts";

test.each([[[2, 6]], [[2, 3, 2]], [[2, 1, 3, 2]]])("sums over all axes but the first: %j", (shape) => {
  const x = tf.range(0, 12).reshape(shape);
  const y = tf.range(12, 0, -1).reshape(shape);
  expect(sumPerSample(x)).toBeAllClose(tf.tensor1d([15, 51]));
  expect(meanPerSample(x)).toBeAllClose(tf.tensor1d([2.5, 8.5]));
  expect(squaredNorm(x)).toBeAllClose(tf.tensor1d([55, 451]));
  expect(inner(x, y)).toBeAllClose(tf.tensor1d([12 * 15 - 55, 12 * 51 - 451]));
});

test("each sample of shape [b] is a single number", () => {
  expect(squaredNorm(tf.tensor1d([2, -3]))).toBeAllClose(tf.tensor1d([4, 9]));
});
