import { random } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { importanceOf } from "./importance.ts";

/** Values of a function at uniform points of the unit cube. */
function valuesOf(f: (x: readonly number[]) => number, dimensions: number, count = 400) {
  const stream = random(1, "points");
  return Array.from({ length: count }, () => {
    const x = Array.from(stream.uniform(dimensions));
    return { x, y: f(x) };
  });
}

describe("importanceOf agrees with known variance decompositions", () => {
  test("a sum: main effects proportional to the squared slopes", () => {
    const { main, interactions } = importanceOf(valuesOf(([a, b]) => 2 * a! + b!, 3))!;
    expect(Math.abs(main[0]! - 0.8)).toBeLessThan(0.06);
    expect(Math.abs(main[1]! - 0.2)).toBeLessThan(0.06);
    expect(main[2]).toBeLessThan(0.02);
    expect(interactions[0]![1]).toBeLessThan(0.06);
  });

  test("a product of centred arguments: interaction only", () => {
    const { main, interactions } = importanceOf(valuesOf(([a, b]) => (a! - 0.5) * (b! - 0.5), 3, 800))!;
    expect(Math.max(...main)).toBeLessThan(0.15);
    expect(interactions[0]![1]).toBeGreaterThan(0.6);
    expect(interactions[0]![2]).toBeLessThan(0.1);
    expect(interactions[1]![0]).toBeCloseTo(interactions[0]![1]!, 10);
  });

  test("a non-monotonic function", () => {
    // Variances of sin(2πa) and of b: 1/2 and 1/12.
    const { main } = importanceOf(valuesOf(([a, b]) => Math.sin(2 * Math.PI * a!) + b!, 2))!;
    expect(Math.abs(main[0]! - 6 / 7)).toBeLessThan(0.08);
    expect(Math.abs(main[1]! - 1 / 7)).toBeLessThan(0.06);
  });

  test("choices with noise", () => {
    const noise = random(2, "noise").normal(60);
    const samples = Array.from({ length: 60 }, (_, i) => ({
      x: [((i % 3) + 0.5) / 3, ((Math.floor(i / 3) % 2) + 0.5) / 2],
      y: [0, 1, 0][i % 3]! + 0.05 * noise[i]!,
    }));
    const { main } = importanceOf(samples)!;
    expect(main[0]).toBeGreaterThan(0.9);
    expect(main[1]).toBeLessThan(0.03);
  });
});

test("importanceOf is undefined for few or equal values", () => {
  expect(importanceOf(valuesOf(([a]) => a!, 1, 7))).toBeUndefined();
  expect(importanceOf(valuesOf(() => 3, 2))).toBeUndefined();
  expect(importanceOf([])).toBeUndefined();
});

test("importanceOf is deterministic", () => {
  const samples = valuesOf(([a, b]) => a! * b!, 2, 50);
  expect(importanceOf(samples)).toEqual(importanceOf(samples));
});
