import { ndarray } from "@tweedie/core";
import { expect, test } from "vitest";
import { spread } from "./spread.ts";

test("spread is taken about each element's own mean: copies of one sample have spread 0", () => {
  expect(spread(ndarray([3, 2], Float32Array.of(5, -1, 5, -1, 5, -1)))).toBe(0);
});

test("spread is the square root of the mean variance", () => {
  expect(spread(ndarray([2, 2], Float32Array.of(1, 7, 3, 15)))).toBeCloseTo(Math.sqrt((1 + 16) / 2), 12);
});
