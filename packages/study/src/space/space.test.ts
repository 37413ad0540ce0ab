import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { betaCdf, betaQuantile } from "./beta.ts";
import type { Distribution } from "./parameter.ts";
import { spaceOf } from "./space.ts";

const rangeOf = (distribution: Distribution) => {
  const [dimension] = spaceOf([{ name: "x", path: "x", kind: "range", distribution }]);
  if (dimension?.kind !== "range") throw new Error("not a range");
  return dimension;
};

// Values of scipy.stats.beta.
test.each([
  [0.3, 2, 5, 0.579825],
  [0.5, 5, 5, 0.5],
  [0.9, 0.5, 0.5, 0.7951672353008665],
  [0.01, 1, 30, 0.2602996266117198],
])("beta distribution: CDF at %f for a = %f and b = %f", (x, a, b, probability) => {
  expect(betaCdf(x, a, b)).toBeCloseTo(probability, 12);
  expect(betaQuantile(probability, a, b)).toBeCloseTo(x, 10);
});

const continuous: readonly Distribution[] = [
  { distribution: "uniform", min: -2, max: 3 },
  { distribution: "log_uniform", min: -9, max: -2 },
  { distribution: "log_uniform_values", min: 1e-6, max: 1e-2 },
  { distribution: "inv_log_uniform", min: 1, max: 4 },
  { distribution: "inv_log_uniform_values", min: 0.1, max: 10 },
  { distribution: "normal", mu: 3, sigma: 0.5 },
  { distribution: "log_normal", mu: -1, sigma: 2 },
  { distribution: "beta", a: 2, b: 5 },
];
const stepped: readonly Distribution[] = [
  { distribution: "int_uniform", min: -3, max: 12 },
  { distribution: "q_uniform", min: 0, max: 1, q: 0.25 },
  { distribution: "q_log_uniform_values", min: 1, max: 64, q: 2 },
  { distribution: "q_log_uniform", min: 0, max: 3, q: 0.5 },
  { distribution: "q_normal", mu: 0, sigma: 3, q: 0.5 },
  { distribution: "q_log_normal", mu: 1, sigma: 1, q: 2 },
  { distribution: "q_beta", a: 2, b: 2, q: 0.1 },
];
const probabilities = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });

describe.each(continuous.map((each) => [each.distribution, each] as const))("%s", (_, distribution) => {
  const { quantile, shares, grid } = rangeOf(distribution);

  test("the CDF inverts the quantile", () => {
    fc.assert(
      fc.property(probabilities, (probability) => {
        const [low, high] = shares(quantile(probability));
        expect(low).toBeCloseTo(probability, 9);
        expect(high).toBe(low);
      }),
    );
    expect(grid).toBeUndefined();
  });
});

describe.each(stepped.map((each) => [each.distribution, each] as const))("%s", (_, distribution) => {
  const { quantile, shares, grid } = rangeOf(distribution);

  test("every probability lies in the interval of its quantile", () => {
    fc.assert(
      fc.property(probabilities, (probability) => {
        const [low, high] = shares(quantile(probability));
        expect(low).toBeLessThanOrEqual(probability + 1e-9);
        expect(high).toBeGreaterThanOrEqual(probability - 1e-9);
      }),
    );
  });

  test("the intervals of a finite grid partition (0, 1)", () => {
    if (!grid) return;
    const values = Array.from({ length: grid.size }, (_, index) => grid.at(index));
    expect(values.reduce((end, value) => (expect(shares(value)[0]).toBeCloseTo(end, 12), shares(value)[1]), 0)).toBe(1);
  });
});

test("all integers of a range have the same probability, the ends too", () => {
  const { grid, shares } = rangeOf({ distribution: "int_uniform", min: 0, max: 3 });
  expect([0, 1, 2, 3].map((value) => shares(value))).toEqual([[0, 0.25], [0.25, 0.5], [0.5, 0.75], [0.75, 1]]); // prettier-ignore
  expect(grid).toMatchObject({ size: 4 });
});

test("grid values have no rounding noise", () => {
  const { grid } = rangeOf({ distribution: "q_uniform", min: 0, max: 0.3, q: 0.1 });
  expect([0, 1, 2, 3].map(grid!.at)).toEqual([0, 0.1, 0.2, 0.3]);
});

test("medians of the logarithmic distributions follow W&B's definitions", () => {
  expect(rangeOf({ distribution: "log_uniform", min: 0, max: 2 }).quantile(0.5)).toBeCloseTo(Math.E, 12);
  expect(rangeOf({ distribution: "inv_log_uniform", min: 0, max: 2 }).quantile(0.5)).toBeCloseTo(1 / Math.E, 12);
  expect(rangeOf({ distribution: "log_uniform_values", min: 1e-4, max: 1e-2 }).quantile(0.5)).toBeCloseTo(1e-3, 15);
});
