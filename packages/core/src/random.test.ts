import { describe, expect, test } from "vitest";
import { random } from "./random.ts";

const moments = (values: ArrayLike<number>) => {
  const list = Array.from(values);
  const mean = list.reduce((sum, x) => sum + x, 0) / list.length;
  const central = (power: number) => list.reduce((sum, x) => sum + (x - mean) ** power, 0) / list.length;
  return { mean, variance: central(2), kurtosis: central(4) / central(2) ** 2 };
};

describe("a stream is named by (seed, purpose, step)", () => {
  const draw = (seed: number, purpose: string, step: number) => [...random(seed, purpose, step).normal(7)];

  test("the same name gives the same numbers", () => expect(draw(3, "eps", 5)).toEqual(draw(3, "eps", 5)));
  test.each([
    ["seed", draw(4, "eps", 5)],
    ["purpose", draw(3, "z", 5)],
    ["step", draw(3, "eps", 6)],
    ["step beyond 32 bits", draw(3, "eps", 5 + 2 ** 32)],
  ])("another %s gives others", (_, other) => expect(other).not.toEqual(draw(3, "eps", 5)));
  test("a child is a stream of its own", () => {
    expect([...random(3, "eps", 5).child("a").normal(4)]).not.toEqual([...random(3, "eps", 5).child("b").normal(4)]);
  });
  test("a draw continues where the last one ended", () => {
    const stream = random(3, "eps");
    expect([...stream.normal(4), ...stream.normal(4)]).toEqual([...random(3, "eps").normal(8)]);
  });
});

describe("laws", () => {
  const count = 200_000;

  test("uniform has mean 1/2 and variance 1/12 and stays inside (0, 1)", () => {
    const values = random(0, "uniform").uniform(count);
    const { mean, variance } = moments(values);
    expect(mean).toBeCloseTo(1 / 2, 2);
    expect(variance).toBeCloseTo(1 / 12, 3);
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThan(0);
    expect(Math.fround((2 ** 23 - 0.5) / 2 ** 23)).toBeLessThan(1);
  });

  test("normal has mean 0, variance 1 and kurtosis 3", () => {
    const { mean, variance, kurtosis } = moments(random(0, "normal").normal(count));
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(variance).toBeCloseTo(1, 1);
    expect(Math.abs(kurtosis - 3)).toBeLessThan(0.05);
  });

  test("integers are uniform below their bound", () => {
    const counts = new Array<number>(10).fill(0);
    for (const value of random(0, "integers").integers(count, 10)) counts[value]!++;
    const chiSquare = counts.reduce((sum, seen) => sum + (seen - count / 10) ** 2 / (count / 10), 0);
    expect(chiSquare).toBeLessThan(27.9); // the 99.9 % quantile with 9 degrees of freedom
  });
});
