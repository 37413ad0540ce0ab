import { random } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { importanceOf } from "./importance.ts";

/** Values of a function at points drawn evenly from the cube, or from a grid of it. */
function valuesOf(f: (x: readonly number[]) => number, dimensions: number, count = 400) {
  const stream = random(1, "points");
  return Array.from({ length: count }, () => {
    const x = Array.from(stream.uniform(dimensions));
    return { x, y: f(x) };
  });
}

describe("shares of the variance are those of functions whose decomposition is known", () => {
  test("a sum: squares of the slopes", () => {
    const { alone, together } = importanceOf(valuesOf(([a, b]) => 2 * a! + b!, 3))!;
    expect(Math.abs(alone[0]! - 0.8)).toBeLessThan(0.06);
    expect(Math.abs(alone[1]! - 0.2)).toBeLessThan(0.06);
    expect(alone[2]).toBeLessThan(0.02);
    expect(together[0]![1]).toBeLessThan(0.06);
  });

  test("a product of centred arguments: nothing alone, all of it together", () => {
    const { alone, together } = importanceOf(valuesOf(([a, b]) => (a! - 0.5) * (b! - 0.5), 3, 800))!;
    expect(Math.max(...alone)).toBeLessThan(0.15);
    expect(together[0]![1]).toBeGreaterThan(0.6);
    expect(together[0]![2]).toBeLessThan(0.1);
    expect(together[1]![0]).toBeCloseTo(together[0]![1]!, 10);
  });

  test("one that rises and falls counts as much as one that rises", () => {
    // Variances of sin(2πa) and of b: 1/2 and 1/12.
    const { alone } = importanceOf(valuesOf(([a, b]) => Math.sin(2 * Math.PI * a!) + b!, 2))!;
    expect(Math.abs(alone[0]! - 6 / 7)).toBeLessThan(0.08);
    expect(Math.abs(alone[1]! - 1 / 7)).toBeLessThan(0.06);
  });

  test("choices, with noise of replicates", () => {
    const noise = random(2, "noise").normal(60);
    const samples = Array.from({ length: 60 }, (_, i) => ({
      x: [((i % 3) + 0.5) / 3, ((Math.floor(i / 3) % 2) + 0.5) / 2],
      y: [0, 1, 0][i % 3]! + 0.05 * noise[i]!,
    }));
    const { alone } = importanceOf(samples)!;
    expect(alone[0]).toBeGreaterThan(0.9);
    expect(alone[1]).toBeLessThan(0.03);
  });
});

test("of too few values, or of values that do not differ, nothing is said", () => {
  expect(importanceOf(valuesOf(([a]) => a!, 1, 7))).toBeUndefined();
  expect(importanceOf(valuesOf(() => 3, 2))).toBeUndefined();
  expect(importanceOf([])).toBeUndefined();
});

test("the same values have the same importance", () => {
  const samples = valuesOf(([a, b]) => a! * b!, 2, 50);
  expect(importanceOf(samples)).toEqual(importanceOf(samples));
});
