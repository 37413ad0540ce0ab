import { ndarray, random } from "@tweedie/core";
import { expect, test } from "vitest";
import { createJudge, notConverged } from "./evaluation.ts";

const metric = {
  goals: { distance: "minimize" as const },
  measure: (samples: { data: Float32Array }, reference: { data: Float32Array }) => ({
    distance:
      Math.abs(samples.data.reduce((a, b) => a + b ** 4, 0) - reference.data.reduce((a, b) => a + b ** 4, 0)) / 1_000,
  }),
};

const signs = (seed: number) =>
  ndarray(
    [1_000, 1],
    random(seed, "signs")
      .uniform(1_000)
      .map((u) => (u < 0.5 ? -1 : 1)),
  );
const judge = createJudge([metric], { real: signs(1), reference: signs(2), random: random(0, "judge") });

test("the floor is real against real, and the baseline a Gaussian of the same moments", () => {
  expect(judge.floors).toEqual({ distance: 0 });
  expect(judge.baselines["distance"]).toBeCloseTo(2, 0); // E x⁴ is 3 for a normal and 1 for signs
});

test("a student must beat the Gaussian of the data's moments", () => {
  expect(notConverged(judge, { distance: 1.2 })).toBeUndefined();
  expect(notConverged(judge, { distance: 5 })).toContain("distance is 5.00, no better than a Gaussian");
  expect(notConverged(judge, { distance: NaN })).toContain("NaN");
});

test("at data that are Gaussian, coming near the floor is enough", () => {
  const close = { goals: judge.goals, floors: { distance: 0.1 }, baselines: { distance: 0.1 } };
  expect(notConverged(close, { distance: 0.15 })).toBeUndefined();
  expect(notConverged(close, { distance: 0.25 })).toBeDefined();
});

test("without metrics nothing is claimed", () => {
  expect(notConverged({ goals: {}, floors: {}, baselines: {} }, {})).toBeUndefined();
});
