import { random, sizeOf, tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expectGradient, perturbed, tensorsOf } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import { positionEmbedding } from "../embeddings/position-embedding.ts";
import { fromPatches, toPatches } from "../layers/patches.ts";
import { dit, type DitSize } from "./dit.ts";

const small: DitSize = { patch: 2, width: 8, depth: 2, heads: 2, embedding: 4 };
const normal = (purpose: string, shape: number[]) => tf.tensor(random(0, purpose).normal(sizeOf(shape)), shape);
const [x, noise] = [normal("x", [2, 4, 6, 1]), normal("noise", [2])];
const networkOf = (change: Partial<Parameters<typeof dit>[0]> = {}) => dit({ shape: [4, 6, 1], ...small, ...change });

describe("DiT", () => {
  test.each([
    [28, 4],
    [14, 2],
    [7, 7],
    [7, 1],
  ])("preserves the shape of images of side %d with patches of %d, and its initial output is zero", (side, patch) => {
    const network = networkOf({ shape: [side, side, 1], patch });
    const image = normal("x", [2, side, side, 1]);
    const first = network.init(random(0, "network"));
    expect(network.forward(perturbed(first), image, noise).shape).toEqual(image.shape);
    expect(network.forward(tensorsOf(first), image, noise).abs().max().dataSync()[0]).toBe(0);
  });

  test("its blocks are initially the identity", () => {
    const first = tensorsOf(networkOf().init(random(0, "network")));
    const params = { ...first, "output.weight": normal("output", [8, 4]) };
    const withoutBlocks = networkOf({ depth: 0 }).forward(params, x, noise);
    expect(networkOf().forward(params, x, noise)).toBeAllClose(withoutBlocks, { atol: 0, rtol: 0 });
    expect(withoutBlocks.abs().max().dataSync()[0]).toBeGreaterThan(0.1);
  });

  test("without position embedding, permuting the patches permutes the output", () => {
    const order = [4, 2, 0, 5, 1, 3];
    const params = perturbed(networkOf().init(random(0, "network")));
    const permuted = (image: Tensor) =>
      fromPatches(toPatches(image, 2).reshape([2, 6, 4]).gather(order, 1).reshape([2, 2, 3, 4]), 2);
    for (const positions of [false, true]) {
      const network = networkOf({ positions });
      const [result, expected] = [
        network.forward(params, permuted(x), noise),
        permuted(network.forward(params, x, noise)),
      ];
      if (positions) expect(result).not.toBeAllClose(expected, { atol: 1e-3 });
      else expect(result).toBeAllClose(expected, { atol: 1e-5 });
    }
  });

  test("gradients are finite differences", () => {
    const weights = perturbed(networkOf().init(random(0, "network")));
    expectGradient(
      ({ x, ...params }) => networkOf().forward(params, x!, noise).square().mean(),
      { ...weights, x },
      { step: 0.01, atol: 2e-3, rtol: 5e-3 },
    );
  });

  test("the number of weights follows the formula", () => {
    const linear = (inputs: number, outputs: number) => (inputs + 1) * outputs;
    const w = 8;
    const block = linear(w, 6 * w) + linear(w, 3 * w) + linear(w, w) + linear(w, 4 * w) + linear(4 * w, w);
    const ends = linear(4, w) + linear(w, w) + linear(4, w) + linear(w, 2 * w) + linear(w, 4);
    const count = Object.values(networkOf({ classes: 10 }).init(random(0, "network"))).reduce(
      (sum, { data }) => sum + data.length,
      0,
    );
    expect(count).toBe(2 * block + ends + 10 * w);
  });

  test.each([
    [{ patch: 3 }, /4 by 6 pixels cannot be divided into patches of 3/],
    [{ shape: [2] }, /needs images/],
    [{ heads: 3 }, /not a multiple of 3 heads/],
    [{ width: 6 }, /not a multiple of 4/],
  ])("refuses %o", (change, message) => expect(() => networkOf(change)).toThrow(message));
});

test("all positions have different embeddings of equal norm", () => {
  const embeddings = positionEmbedding(3, 4, 8);
  expect(embeddings.shape).toEqual([12, 8]);
  expect(embeddings.square().sum(1)).toBeAllClose(tf.fill([12], 4), { rtol: 1e-5 });
  const gram = embeddings.matMul(embeddings, false, true).arraySync() as number[][];
  for (const [i, row] of gram.entries()) row.forEach((value, j) => i !== j && expect(value).toBeLessThan(4 - 1e-3));
});
