import { type NDArray, random, sizeOf, tf } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { dropout } from "./dropout.ts";

const maskAt = (rate: number, step = 0): NDArray =>
  dropout("d", [50, 40], rate).draws!(random(0, "d", step), 50)["d.mask"]!;
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const normal = (purpose: string, shape: number[]) => tf.tensor(random(0, purpose).normal(sizeOf(shape)), shape);

describe.each([0.001, 0.1, 0.5, 0.95])("a mask at a rate of %d", (rate) => {
  const values = [...maskAt(rate).data];
  const isDropped = values.map((value) => Number(value === 0));
  /** Five standard deviations of a mean of independent zeros and ones. */
  const tolerance = 5 * Math.sqrt((rate * (1 - rate)) / values.length);

  test("drops that fraction and keeps the mean", () => {
    expect(Math.abs(mean(isDropped) - rate)).toBeLessThan(tolerance);
    expect(Math.abs(mean(values) - 1)).toBeLessThan(tolerance / (1 - rate));
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
  });

  test.each([1, 2, 40, 2_000])("drops elements independently of those %d before them", (distance) => {
    const products = isDropped.slice(distance).map((dropped, i) => (dropped - rate) * (isDropped[i]! - rate));
    expect(Math.abs(mean(products))).toBeLessThan(5 * rate * (1 - rate) * Math.sqrt(1 / products.length) + 1e-4);
  });
});

test("masks are determined by the random stream, and differ between steps and between layers", () => {
  expect(maskAt(0.5)).toEqual(maskAt(0.5));
  expect(maskAt(0.5)).not.toEqual(maskAt(0.5, 1));
  const otherLayer = dropout("e", [50, 40], 0.5).draws!(random(0, "d"), 50)["e.mask"];
  expect(maskAt(0.5)).not.toEqual(otherLayer);
});

test("without a mask it returns its input, and at a rate of 0 there is no mask", () => {
  const x = normal("x", [2, 3]);
  expect(dropout("d", [3], 0.5).forward({}, x)).toBe(x);
  expect(dropout("d", [3], 0).draws).toBeUndefined();
});
