import { mapParams, nest, random, sizeOf, tf, TweedieError, under } from "@tweedie/core";
import { expectGradient, stirred, tensorsOf } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { adapted, adapter } from "./adapter.ts";
import { dit } from "./dit.ts";
import { factorsOf, productOf } from "./low-rank.ts";
import { mlp } from "./mlp.ts";
import { unet } from "./unet.ts";

const shape = [4, 4, 1];
const networks = {
  mlp: mlp({ shape, width: 8, depth: 1, embedding: 4, activation: "silu" }),
  unet: unet({
    ...{ shape, channels: 4, multipliers: [1, 2], blocks: 1, attention: [2] },
    ...{ heads: 2, groups: 2, patch: 1, embedding: 4 },
  }),
  dit: dit({ shape, patch: 2, width: 8, depth: 1, heads: 2, embedding: 4 }),
};
const normal = (purpose: string, shape: number[]) => tf.tensor(random(0, purpose).normal(sizeOf(shape)), shape);
const [x, noise] = [normal("x", [2, ...shape]), normal("noise", [2])];
const options = adapter.parse({ rank: 2, alpha: 3 });

describe.each(Object.entries(networks))("LoRA of %s", (_, network) => {
  const base = stirred(network.init(random(0, "base")));
  const lora = adapted(network, options, "student.adapter");
  const first = lora.init(random(0, "lora"));

  test("begins as what it adapts, to the bit", () => {
    const [y, expected] = [lora.forward({ ...base, ...tensorsOf(first) }, x, noise), network.forward(base, x, noise)];
    expect([...y.dataSync()]).toEqual([...expected.dataSync()]);
  });

  test("merged into the weights, gives the same to the bit", () => {
    const params = { ...base, ...stirred(first) };
    const y = lora.forward(params, x, noise);
    expect([...network.forward(lora.merge(params), x, noise).dataSync()]).toEqual([...y.dataSync()]);
    expect(y).not.toBeAllClose(network.forward(base, x, noise), { atol: 1e-3 });
  });

  test("gradients of the factors are finite differences", () => {
    const loss = (params: typeof base) =>
      lora
        .forward({ ...base, ...params }, x, noise)
        .square()
        .mean();
    expectGradient(loss, stirred(first), { step: 0.01, atol: 2e-3, rtol: 5e-3 });
  });
});

test("a name says which matrices are adapted, and one that names none is refused with those that there are", () => {
  const namesOf = (targets: string[]) =>
    Object.keys(adapted(networks.unet, { ...options, targets }, "student.adapter").init(random(0, "lora")));
  expect(namesOf(["up.*.conv2.weight", "input.weight"])).toEqual([
    ...["down", "up"].map((part) => `lora.input.weight.${part}`),
    ...[0, 1].flatMap((i) => ["down", "up"].map((part) => `lora.up.${i}.0.conv2.weight.${part}`)),
  ]);
  expect(() => namesOf(["*.bias"])).toThrow(TweedieError);
  expect(() => namesOf(["conv3"])).toThrow(/`conv3` names no matrix of the network/);
});

test("factors hold rank (rows + columns) numbers, a convolution being a matrix of [3 inputs, 3 outputs]", () => {
  const count = (shape: number[]) =>
    Object.values(factorsOf(shape, 8, random(0, "lora"))).reduce((sum, { data }) => sum + data.length, 0);
  expect(count([100, 50])).toBe(8 * 150);
  expect(count([3, 3, 64, 32])).toBe(8 * 3 * 96);
  expect(count([20, 5])).toBe(5 * 25); // no rank is above the smaller side
});

test("what is added to a convolution is of low rank as such a matrix", () => {
  const factors = mapParams(factorsOf([3, 3, 2, 4], 1, random(0, "lora")), ({ shape }) => normal("factor", [...shape]));
  const matrix = productOf(factors, [3, 3, 2, 4]).transpose([0, 2, 1, 3]).reshape([6, 12]);
  const [a, b] = [matrix.slice([0, 0], [1, 12]), matrix.slice([4, 0], [1, 12])];
  // Rows of a matrix of rank one are multiples of each other.
  expect(a.mul(b.slice([0, 0], [1, 1]))).toBeAllClose(b.mul(a.slice([0, 0], [1, 1])), { atol: 1e-6 });
});

test("another target changes no other factor's first numbers", () => {
  const init = (targets: string[]) => adapted(networks.mlp, { ...options, targets }, "").init(random(0, "lora"));
  const one = init(["input.weight"]);
  expect(under("lora.input.weight", init(["*"]))).toEqual(under("lora.input.weight", one));
  expect(nest("lora.input.weight", under("lora.input.weight", one))).toEqual(one);
});
