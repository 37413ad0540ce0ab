import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decays, learningRateFactor, type LearningRateSchedule } from "./learning-rate.ts";

const schedule = (change: Partial<LearningRateSchedule>): LearningRateSchedule => ({
  warmup: 0,
  decay: "none",
  final: 0.01,
  at: [0.5, 0.75],
  ...change,
});

describe.each(decays.filter((decay) => decay !== "none"))("%s", (decay) => {
  test("never increases, and decays from 1 to `final`", () => {
    const factors = Array.from({ length: 1_000 }, (_, i) => learningRateFactor(schedule({ decay }), i + 1, 1_000));
    expect(factors).toEqual(factors.toSorted((a, b) => b - a));
    expect(factors[0]).toBeCloseTo(1, 2);
    expect(factors.at(-1)).toBeCloseTo(0.01, 12);
  });
});

test.each([
  ["linear", 0.505],
  ["cosine", 0.505],
  ["exponential", 0.1],
  ["steps", 0.1],
] as const)("halfway %s has the factor %d", (decay, factor) => {
  expect(learningRateFactor(schedule({ decay }), 500, 1_000)).toBeCloseTo(factor, 12);
});

test("steps drops by the same factor each time", () => {
  const at = (update: number) =>
    learningRateFactor(schedule({ decay: "steps", final: 1e-3, at: [0.2, 0.4, 0.9] }), update, 10);
  expect([1, 2, 3, 4, 8, 9].map((update) => Math.log10(at(update)))).toEqual(
    [0, -1, -1, -2, -2, -3].map((x) => expect.closeTo(x, 10) as unknown),
  );
});

test("without decay and warm-up the learning rate is constant", () => {
  expect([1, 17, 100].map((update) => learningRateFactor(schedule({}), update, 100))).toEqual([1, 1, 1]);
});

test("the warm-up is linear, and its first factor is not zero", () => {
  const warm = (update: number) => learningRateFactor(schedule({ warmup: 4 }), update, 100);
  expect([1, 2, 3, 4, 5].map(warm)).toEqual([0.25, 0.5, 0.75, 1, 1]);
});

test("the factors of warm-up and decay multiply", () => {
  fc.assert(
    fc.property(fc.constantFrom(...decays), fc.integer({ min: 1, max: 50 }), (decay, update) => {
      const both = learningRateFactor(schedule({ decay, warmup: 20 }), update, 50);
      const parts = [schedule({ decay }), schedule({ warmup: 20 })].map((each) => learningRateFactor(each, update, 50));
      expect(both).toBeCloseTo(parts[0]! * parts[1]!, 12);
    }),
  );
});
