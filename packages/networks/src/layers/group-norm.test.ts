import { random, tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expectGradient } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { normalizeGroups } from "./group-norm.ts";

const normal = (purpose: string, shape: number[]) =>
  tf.tensor(random(0, purpose).normal(shape.reduce((a, b) => a * b)), shape);
const x = normal("x", [2, 3, 3, 6]).mul(2).add(1);
const plain = (x: Tensor) => normalizeGroups(x, 3, tf.scalar(1), tf.scalar(0));

describe("normalizeGroups", () => {
  test("each group of each sample has zero mean and unit variance", () => {
    const grouped = plain(x).reshape([2, 9, 3, 2]);
    const { mean, variance } = tf.moments(grouped, [1, 3]);
    expect(mean).toBeAllClose(tf.zeros([2, 3]), { atol: 1e-5 });
    expect(variance).toBeAllClose(tf.ones([2, 3]), { rtol: 1e-4 });
  });

  test("is invariant to scale and offset of a group", () => {
    const factors = tf.tensor1d([3, 3, 0.5, 0.5, 7, 7]);
    const offsets = tf.tensor1d([1, 1, -2, -2, 5, 5]);
    expect(plain(x.mul(factors).add(offsets))).toBeAllClose(plain(x), { atol: 2e-4 });
    expect(plain(x.mul(tf.tensor1d([3, 1, 1, 1, 1, 1])))).not.toBeAllClose(plain(x), { atol: 0.1 });
  });

  test("gradients are finite differences", () => {
    const weights = normal("weights", [2, 3, 3, 6]);
    expectGradient(({ x, s, t }) => normalizeGroups(x!, 3, s!, t!).mul(weights).mean(), {
      x,
      s: normal("s", [2, 1, 1, 6]),
      t: normal("t", [2, 1, 1, 6]),
    });
  });
});
