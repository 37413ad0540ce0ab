import { random, type SearchSpace } from "@tweedie/core";
import { expect, test } from "vitest";
import sobol from "./sobol.ts";
import { maxDimensions, owenScramble, sobolWord } from "./sobol/sequence.ts";

const coordinate = (index: number, dimension: number) => sobolWord(index, dimension) / 2 ** 32;

// Values of scipy 1.x, which uses the same tables: `scipy.stats.qmc.Sobol(40, scramble=False).random(64)`.
test.each([
  [1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
  [2, 0.75, 0.25, 0.25, 0.75, 0.25, 0.25],
  [3, 0.25, 0.75, 0.75, 0.25, 0.75, 0.75],
  [13, 0.8125, 0.6875, 0.8125, 0.5625, 0.5625, 0.9375],
  [63, 0.015625, 0.796875, 0.359375, 0.140625, 0.234375, 0.171875],
])("point %i equals scipy's", (index, ...expected) => {
  expect([0, 1, 2, 7, 20, 39].map((dimension) => coordinate(index, dimension))).toEqual(expected);
});

test("each of 256 equal intervals has one of the first 256 points, in every dimension, scrambled or not", () => {
  for (let dimension = 0; dimension < maxDimensions; dimension++) {
    for (const word of [
      (i: number) => sobolWord(i, dimension),
      (i: number) => owenScramble(sobolWord(i, dimension), 0x9e3779b9),
    ]) {
      const cells = new Set(Array.from({ length: 256 }, (_, index) => word(index) >>> 24));
      expect(cells.size).toBe(256);
    }
  }
});

test("each of 16 equal boxes has one of 16 points in the first two dimensions, for every shape of the boxes", () => {
  for (const bits of [0, 1, 2, 3, 4]) {
    const boxes = Array.from({ length: 16 }, (_, index) => {
      const [x, y] = [coordinate(index, 0), coordinate(index, 1)];
      return Math.floor(x * 2 ** bits) * 2 ** (4 - bits) + Math.floor(y * 2 ** (4 - bits));
    });
    expect(new Set(boxes).size).toBe(16);
  }
});

test("scrambling depends on the sweep's seed only, not on observations", () => {
  const space: SearchSpace = [0, 1].map((at) => {
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
          throw new Error("reads the observations");
        },
      }),
    );
  expect(points(1)).toEqual(points(1));
  expect(points(1)).not.toEqual(points(2));
});
