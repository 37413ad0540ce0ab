import { tf, type Params } from "@tweedie/core";
import { detach } from "@tweedie/diffusion";
import { expectCompiled } from "@tweedie/testing";
import type { Tensor } from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { clipByGlobalNorm, clipByValue, globalNorm, zeroNonFinite } from "./gradient-limits.ts";

const values = (params: Params) =>
  Object.fromEntries(Object.entries(params).map(([name, x]) => [name, [...x.dataSync()]]));
const gradients = () => ({ a: tf.tensor1d([3, 0]), b: tf.tensor2d([[-4], [12]]) }); // of norm 13

test("SiD's rule: 0 for NaN, ±1e5 for the infinities, and finite numbers stay, however large", () => {
  const { g } = zeroNonFinite({ g: tf.tensor1d([NaN, Infinity, -Infinity, 1e30, -0.5, 0]) });
  expect([...g!.dataSync()]).toEqual([0, 1e5, -1e5, Math.fround(1e30), -0.5, 0]);
});

test("by value, each element is cut off for itself", () => {
  expect(values(clipByValue(gradients(), 3.5))).toEqual({ a: [3, 0], b: [-3.5, 3.5] });
});

test("by global norm, all are scaled together", () => {
  const clipped = clipByGlobalNorm(gradients(), 6.5);
  expect(values(clipped)).toEqual({ a: [1.5, 0], b: [-2, 6] });
  expect(globalNorm(clipped).dataSync()[0]).toBe(6.5);
});

test("below the limit nothing changes, not by a bit", () => {
  expect(values(clipByGlobalNorm(gradients(), 13.5))).toEqual(values(gradients()));
  const none = { g: tf.zeros([2]) };
  expect(values(clipByGlobalNorm(none, 1))).toEqual({ g: [0, 0] });
});

test.each<[string, (x: Tensor) => Params]>([
  ["zeroNonFinite", (x) => zeroNonFinite({ x: x.div(0) })], // infinite, or NaN where x is 0
  ["clipByValue", (x) => clipByValue({ x }, 0.5)],
  ["clipByGlobalNorm", (x) => clipByGlobalNorm({ x, y: x.square() }, 0.5)],
])("%s gives the same numbers as a graph", (_, limit) =>
  expectCompiled(({ x }) => detach(limit(x!)["x"]!), { x: tf.tensor1d([0.3, 0, -1, 2]) }),
);
