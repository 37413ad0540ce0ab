import { random, tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expectGradient, tensorsOf } from "@tweedie/testing";
import { expect, test } from "vitest";
import { attention } from "./attention.ts";

const layer = attention("a", { width: 4, heads: 2 });
const params = tensorsOf(layer.init(random(0, "attention")));
const x = tf.tensor(random(0, "x").normal(40), [2, 5, 4]);

test("permuting the tokens permutes the output", () => {
  const order = [3, 0, 4, 1, 2];
  const expected = layer.forward(params, x).gather(order, 1);
  expect(layer.forward(params, x.gather(order, 1))).toBeAllClose(expected, { atol: 1e-6 });
});

test("one head is softmax(q k' / sqrt(width)) v", () => {
  const single = attention("a", { width: 4, heads: 1 });
  const rows = x.slice([0], [1]).reshape([5, 4]);
  const product = rows.matMul(params["a.qkv.weight"]!);
  const [q, k, v] = tf.split(product, 3, 1) as [Tensor, Tensor, Tensor];
  const mixed = tf.softmax(q.matMul(k, false, true).div(2)).matMul(v);
  const expected = mixed.matMul(params["a.output.weight"]!);
  expect(single.forward(params, x).slice([0], [1]).reshape([5, 4])).toBeAllClose(expected, { atol: 1e-5 });
});

test("gradients are finite differences", () => {
  expectGradient(({ x, ...params }) => layer.forward(params, x!).square().mean(), { ...params, x });
});
