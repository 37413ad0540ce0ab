import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstNonFiniteStep, smooth, thin } from "./curve.ts";

const pointsOf = (values: readonly number[]) => values.map((value, step) => ({ step, value }));
const curves = fc
  .array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 700 })
  .map(pointsOf);

describe("smooth", () => {
  test("returns at most 150 increasing steps, with values in the range of the points", () => {
    fc.assert(
      fc.property(curves, (points) => {
        const values = points.map(({ value }) => value);
        const smoothed = smooth(points);
        expect(smoothed).toHaveLength(Math.min(150, points.length));
        expect(smoothed.map(({ step }) => step)).toEqual(
          [...new Set(smoothed.map(({ step }) => step))].toSorted((a, b) => a - b),
        );
        for (const { value } of smoothed) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-3);
          expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-3);
        }
      }),
    );
  });

  test("has no lag on a straight line, except near its ends", () => {
    const smoothed = smooth(pointsOf(Array.from({ length: 300 }, (_, i) => 2 * i)));
    for (const { step, value } of smoothed.slice(10, -10)) expect(value).toBeCloseTo(2 * step, 9);
  });

  test("ignores spikes and NaN", () => {
    const values = new Array<number>(90).fill(1);
    values[40] = 1e9;
    values[60] = NaN;
    const smoothed = smooth(pointsOf(values));
    expect(smoothed).toHaveLength(89);
    expect(new Set(smoothed.map(({ value }) => value))).toEqual(new Set([1]));
  });
});

test("thin returns at most 300 points in order, including the minimum and the maximum", () => {
  fc.assert(
    fc.property(curves, (points) => {
      const thinned = thin(points);
      const values = points.map(({ value }) => value);
      expect(thinned.length).toBeLessThanOrEqual(300);
      expect(thinned.map(({ step }) => step)).toEqual(thinned.map(({ step }) => step).toSorted((a, b) => a - b));
      expect(thinned.some(({ value }) => value === Math.max(...values))).toBe(true);
      expect(thinned.some(({ value }) => value === Math.min(...values))).toBe(true);
    }),
  );
});

test("firstNonFiniteStep finds the first NaN or infinity", () => {
  expect(firstNonFiniteStep(pointsOf([1, 2, Infinity, NaN]))).toBe(2);
  expect(firstNonFiniteStep(pointsOf([1, 2]))).toBeUndefined();
});
