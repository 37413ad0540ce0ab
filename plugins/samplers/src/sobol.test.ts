import { random, type Space } from "@tweedie/core";
import { expect, test } from "vitest";
import sobol from "./sobol.ts";
import { mostDimensions, scramble, sobolWord } from "./sobol/sequence.ts";

const share = (index: number, dimension: number) => sobolWord(index, dimension) / 2 ** 32;

// What scipy 1.x gives, from the same tables: `scipy.stats.qmc.Sobol(40, scramble=False).random(64)`.
test.each([
  [1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
  [2, 0.75, 0.25, 0.25, 0.75, 0.25, 0.25],
  [3, 0.25, 0.75, 0.75, 0.25, 0.75, 0.75],
  [13, 0.8125, 0.6875, 0.8125, 0.5625, 0.5625, 0.9375],
  [63, 0.015625, 0.796875, 0.359375, 0.140625, 0.234375, 0.171875],
])("point %i is the published one", (index, ...expected) => {
  expect([0, 1, 2, 7, 20, 39].map((dimension) => share(index, dimension))).toEqual(expected);
});

test("the first 2^k points fall one in each interval of length 2^-k, in every dimension, scrambled or not", () => {
  for (let dimension = 0; dimension < mostDimensions; dimension++) {
    for (const word of [
      (i: number) => sobolWord(i, dimension),
      (i: number) => scramble(sobolWord(i, dimension), 0x9e3779b9),
    ]) {
      const cells = new Set(Array.from({ length: 256 }, (_, index) => word(index) >>> 24));
      expect(cells.size).toBe(256);
    }
  }
});

test("16 points of the first two dimensions fall one in each of 16 boxes, however the boxes are cut", () => {
  for (const bits of [0, 1, 2, 3, 4]) {
    const boxes = Array.from({ length: 16 }, (_, index) => {
      const [x, y] = [share(index, 0), share(index, 1)];
      return Math.floor(x * 2 ** bits) * 2 ** (4 - bits) + Math.floor(y * 2 ** (4 - bits));
    });
    expect(new Set(boxes).size).toBe(16);
  }
});

test("scrambling depends on the sweep's seed, and on nothing that was tried", () => {
  const space: Space = [0, 1].map((at) => {
    return { name: `x${at}`, kind: "range", quantile: (u) => u, shares: (u) => [u, u] };
  });
  const points = (seed: number) =>
    Array.from({ length: 4 }, (_, index) =>
      sobol.create({ scramble: true }).suggest({
        space,
        index,
        random: random(seed, "sampler", index),
        sweep: random(seed, "sweep"),
        history: () => {
          throw new Error("asked for what is known");
        },
      }),
    );
  expect(points(1)).toEqual(points(1));
  expect(points(1)).not.toEqual(points(2));
});
