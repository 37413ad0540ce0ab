import fc from "fast-check";
import { expect, test } from "vitest";
import { levelsInSteps } from "./levels-in-steps.ts";

const sigmaData = 0.5;
const closeTo = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 10) as number);

test("from one level: the times t = 1 - i / n of a rectified flow, times that of the first level", () => {
  const first = 0.8;
  const times = [first, 0.75 * first, 0.5 * first, 0.25 * first];
  const sigmas = times.map((t) => (sigmaData * t) / (1 - t));
  expect(levelsInSteps([sigmas[0]!], 4, sigmaData)).toEqual(closeTo(sigmas));
});

test("the trained number of steps has the given levels, and a divisor of it some of them", () => {
  const given = [80, 24.4, 5.8, 0.9];
  expect(levelsInSteps(given, 4, sigmaData)).toEqual(given);
  expect(levelsInSteps(given, 2, sigmaData)).toEqual([80, 5.8]);
  expect(levelsInSteps(given, 1, sigmaData)).toEqual([80]);
});

test("a multiple of the trained number has the given levels, and halves of the time between them", () => {
  const levels = levelsInSteps([3, 1], 4, 1); // t = 3/4, 1/2, and 0 at the end
  expect(levels).toEqual(closeTo([3, 0.625 / 0.375, 1, 0.25 / 0.75]));
});

test("levels of any number of steps decrease from the first given one", () => {
  const decreasing = fc
    .uniqueArray(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 6 })
    .map((hundredths) => hundredths.map((x) => x / 100).sort((a, b) => b - a));
  fc.assert(
    fc.property(decreasing, fc.integer({ min: 1, max: 20 }), (given, steps) => {
      const levels = levelsInSteps(given, steps, sigmaData);
      expect(levels).toHaveLength(steps);
      expect(levels[0]).toBe(given[0]);
      expect(levels.every((sigma, i) => sigma > 0 && (i === 0 || sigma < levels[i - 1]!))).toBe(true);
    }),
  );
});
