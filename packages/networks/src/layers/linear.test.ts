import { mapParams, random, tf } from "@tweedie/core";
import { expect, test } from "vitest";
import { linear } from "./linear.ts";

test.each([0, 1, 2])("with a gain of %d the output's standard deviation is the gain times the input's", (gain) => {
  const layer = linear("layer", 200, 100, { gain });
  const params = mapParams(layer.init(random(0, "network")), ({ shape, data }) => tf.tensor(data, [...shape]));
  const y = layer.forward(params, tf.tensor2d(random(0, "x").normal(200 * 200), [200, 200]));
  expect(Math.sqrt(y.square().mean().dataSync()[0]!)).toBeCloseTo(gain, 1);
});

test("weights are [inputs, outputs], applied from the right, with an optional bias", () => {
  const params = { "a.weight": tf.tensor2d([[1, 2, 3]]), "a.bias": tf.tensor1d([10, 20, 30]) };
  const x = tf.tensor2d([[2]]);
  expect([...linear("a", 1, 3).forward(params, x).dataSync()]).toEqual([12, 24, 36]);
  expect([...linear("a", 1, 3, { bias: false }).forward(params, x).dataSync()]).toEqual([2, 4, 6]);
  expect(Object.keys(linear("a", 1, 3, { bias: false }).init(random(0, "a")))).toEqual(["a.weight"]);
});
