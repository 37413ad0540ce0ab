import { expect, test } from "vitest";
import { gaussianSpread } from "./gaussian-spread.ts";

test("with the whole of the fake score's part the Gaussian student has the data's spread, and without it none", () => {
  expect(gaussianSpread(1)).toBeCloseTo(1, 6);
  expect(gaussianSpread(0)).toBe(0);
});

test("the spread increases with the fraction", () => {
  const spreads = [0.1, 0.25, 0.5, 0.75, 0.9].map(gaussianSpread);
  expect(spreads).toEqual(spreads.toSorted((a, b) => a - b));
  expect(new Set(spreads).size).toBe(5);
});
