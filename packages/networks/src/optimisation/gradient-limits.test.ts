import { tf, type Params } from "@tweedie/core";
import { detach } from "@tweedie/diffusion";
import { expectCompiled } from "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { clipByGlobalNorm, clipByValue, globalNorm, zeroNonFinite } from "./gradient-limits.ts";

const values = (params: Params) =>
  Object.fromEntries(Object.entries(params).map(([name, x]) => [name, [...x.dataSync()]]));
const gradients = () => ({ a: tf.tensor1d([3, 0]), b: tf.tensor2d([[-4], [12]]) }); // of norm 13

test("zeroNonFinite replaces NaN by 0 and ±∞ by ±1e5, and keeps any finite value", () => {
  const { g } = zeroNonFinite({ g: tf.tensor1d([NaN, Infinity, -Infinity, 1e30, -0.5, 0]) });
  expect([...g!.dataSync()]).toEqual([0, 1e5, -1e5, Math.fround(1e30), -0.5, 0]);
});

test("clipByValue clips each element separately", () => {
  expect(values(clipByValue(gradients(), 3.5))).toEqual({ a: [3, 0], b: [-3.5, 3.5] });
});

test("clipByGlobalNorm scales all gradients by one factor", () => {
  const clipped = clipByGlobalNorm(gradients(), 6.5);
  expect(values(clipped)).toEqual({ a: [1.5, 0], b: [-2, 6] });
  expect(globalNorm(clipped).dataSync()[0]).toBe(6.5);
});

test("clipByGlobalNorm returns bit-equal gradients below the limit", () => {
  expect(values(clipByGlobalNorm(gradients(), 13.5))).toEqual(values(gradients()));
  const none = { g: tf.zeros([2]) };
  expect(values(clipByGlobalNorm(none, 1))).toEqual({ g: [0, 0] });
});

test.each<[string, (x: Tensor) => Params]>([
  ["zeroNonFinite", (x) => zeroNonFinite({ x: x.div(0) })], // infinite, or NaN where x is 0
  ["clipByValue", (x) => clipByValue({ x }, 0.5)],
  ["clipByGlobalNorm", (x) => clipByGlobalNorm({ x, y: x.square() }, 0.5)],
])("%s returns the same numbers when compiled", (_, limit) =>
  expectCompiled(({ x }) => detach(limit(x!)["x"]!), { x: tf.tensor1d([0.3, 0, -1, 2]) }),
);
