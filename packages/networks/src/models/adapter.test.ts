import { mapParams, nest, random, sizeOf, tf, TweedieError, under } from "@tweedie/core";
import { expectGradient, perturbed, tensorsOf } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { adaptNetwork, adapterOptions } from "./adapter.ts";
import { dit } from "../architectures/dit.ts";
import { factorsOf, productOf } from "./low-rank.ts";
import { mlp } from "../architectures/mlp.ts";
import { unet } from "../architectures/unet.ts";

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
const options = adapterOptions.parse({ rank: 2, alpha: 3 });

describe.each(Object.entries(networks))("LoRA of %s", (_, network) => {
  const base = perturbed(network.init(random(0, "base")));
  const lora = adaptNetwork(network, options, "student.adapter");
  const first = lora.init(random(0, "lora"));

  test("is initially bit-equal to the network that it adapts", () => {
    const [y, expected] = [lora.forward({ ...base, ...tensorsOf(first) }, x, noise), network.forward(base, x, noise)];
    expect([...y.dataSync()]).toEqual([...expected.dataSync()]);
  });

  test("returns bit-equal outputs after merging", () => {
    const params = { ...base, ...perturbed(first) };
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
    expectGradient(loss, perturbed(first), { step: 0.01, atol: 2e-3, rtol: 5e-3 });
  });
});

test("targets select matrices by name, and a target without a match is refused with the available names", () => {
  const namesOf = (targets: string[]) =>
    Object.keys(adaptNetwork(networks.unet, { ...options, targets }, "student.adapter").init(random(0, "lora")));
  expect(namesOf(["up.*.conv2.weight", "input.weight"])).toEqual([
    ...["down", "up"].map((part) => `lora.input.weight.${part}`),
    ...[0, 1].flatMap((i) => ["down", "up"].map((part) => `lora.up.${i}.0.conv2.weight.${part}`)),
  ]);
  expect(() => namesOf(["*.bias"])).toThrow(TweedieError);
  expect(() => namesOf(["conv3"])).toThrow(/`conv3` matches no matrix of the network/);
});

test("factors have rank (rows + columns) elements, where a convolution is a matrix [3 inputs, 3 outputs]", () => {
  const count = (shape: number[]) =>
    Object.values(factorsOf(shape, 8, random(0, "lora"))).reduce((sum, { data }) => sum + data.length, 0);
  expect(count([100, 50])).toBe(8 * 150);
  expect(count([3, 3, 64, 32])).toBe(8 * 3 * 96);
  expect(count([20, 5])).toBe(5 * 25); // the rank is at most the smaller side
});

test("the update of a convolution has low rank as such a matrix", () => {
  const factors = mapParams(factorsOf([3, 3, 2, 4], 1, random(0, "lora")), ({ shape }) => normal("factor", [...shape]));
  const matrix = productOf(factors, [3, 3, 2, 4]).transpose([0, 2, 1, 3]).reshape([6, 12]);
  const [a, b] = [matrix.slice([0, 0], [1, 12]), matrix.slice([4, 0], [1, 12])];
  // Rows of a matrix of rank one are multiples of each other.
  expect(a.mul(b.slice([0, 0], [1, 1]))).toBeAllClose(b.mul(a.slice([0, 0], [1, 1])), { atol: 1e-6 });
});

test("another target does not change the initial values of other factors", () => {
  const init = (targets: string[]) => adaptNetwork(networks.mlp, { ...options, targets }, "").init(random(0, "lora"));
  const one = init(["input.weight"]);
  expect(under("lora.input.weight", init(["*"]))).toEqual(under("lora.input.weight", one));
  expect(nest("lora.input.weight", under("lora.input.weight", one))).toEqual(one);
});
