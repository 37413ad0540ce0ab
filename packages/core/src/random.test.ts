import { describe, expect, test } from "vitest";
import { random } from "./random.ts";

const moments = (values: ArrayLike<number>) => {
  const list = Array.from(values);
  const mean = list.reduce((sum, x) => sum + x, 0) / list.length;
  const central = (power: number) => list.reduce((sum, x) => sum + (x - mean) ** power, 0) / list.length;
  return { mean, variance: central(2), kurtosis: central(4) / central(2) ** 2 };
};

describe("a stream is determined by (seed, purpose, step)", () => {
  const draw = (seed: number, purpose: string, step: number) => [...random(seed, purpose, step).normal(7)];

  test("the same name yields the same numbers", () => expect(draw(3, "eps", 5)).toEqual(draw(3, "eps", 5)));
  test.each([
    ["seed", draw(4, "eps", 5)],
    ["purpose", draw(3, "z", 5)],
    ["step", draw(3, "eps", 6)],
    ["step beyond 32 bits", draw(3, "eps", 5 + 2 ** 32)],
  ])("another %s yields others", (_, other) => expect(other).not.toEqual(draw(3, "eps", 5)));
  test("children with different names are different streams", () => {
    expect([...random(3, "eps", 5).child("a").normal(4)]).not.toEqual([...random(3, "eps", 5).child("b").normal(4)]);
  });
  test("a draw continues where the previous one ended", () => {
    const stream = random(3, "eps");
    expect([...stream.normal(4), ...stream.normal(4)]).toEqual([...random(3, "eps").normal(8)]);
  });
});

test("numbers are the same as in earlier versions, so that their runs can be continued", () => {
  const stream = random(3, "eps", 5);
  expect([...stream.integers(6, 1_000)]).toEqual([77, 562, 799, 946, 935, 361]);
  expect([...stream.child("α/β").child("z").integers(4, 1e6)]).toEqual([908_785, 904_908, 712_822, 789_282]);
  expect([...random(3, "eps", 5 + 2 ** 32).integers(4, 1e6)]).toEqual([262_009, 907_838, 411_119, 695_191]);
  expect([...random(3, "eps", 5).uniform(3)]).toEqual([0.07781428098678589, 0.5628681778907776, 0.7991397976875305]);
  expect([...random(3, "eps", 5).normal(3)]).toEqual([-2.085810661315918, -0.8696295022964478, 0.6316883563995361]);
});

describe("distributions", () => {
  const count = 200_000;

  test("uniform has mean 1/2 and variance 1/12 and lies in (0, 1)", () => {
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

  test("integers reach up to the bound 2^31, above which they would not fit", () => {
    const draws = random(0, "integers").integers(1_000, 2 ** 31);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeGreaterThan(0.99 * 2 ** 31);
    for (const bound of [2 ** 31 + 1, 2 ** 33, 0, -1, 1.5, NaN]) {
      expect(() => random(0, "integers").integers(1, bound)).toThrow("a bound from 1 to 2^31");
    }
  });

  test("integers of the bound 2^32 are all bits of a word, as signed numbers", () => {
    const draws = random(0, "integers").integers(1_000, 2 ** 32);
    const halves = random(0, "integers").integers(1_000, 2 ** 31);
    expect(draws.map((bits) => bits >>> 1)).toEqual(halves);
    expect(Math.min(...draws)).toBeLessThan(-0.9 * 2 ** 31);
  });

  test("integers are uniform below their bound", () => {
    const counts = new Array<number>(10).fill(0);
    for (const value of random(0, "integers").integers(count, 10)) counts[value]!++;
    const chiSquare = counts.reduce((sum, seen) => sum + (seen - count / 10) ** 2 / (count / 10), 0);
    expect(chiSquare).toBeLessThan(27.9); // the 99.9 % quantile with 9 degrees of freedom
  });
});
