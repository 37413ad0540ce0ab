import { type Metric, type MetricInput, ndarray, random } from "@tweedie/core";
import { expect, test } from "vitest";
import { createEvaluator, notConverged } from "./evaluator.ts";

const fourthMoment = ({ data }: { data: Float32Array }) => data.reduce((sum, x) => sum + x ** 4, 0) / 1_000;
const metric: Metric = {
  goals: { distance: "minimize" },
  measure: (samples, reference) => ({ distance: Math.abs(fourthMoment(samples) - fourthMoment(reference)) }),
};

const signs = (seed: number) =>
  ndarray(
    [1_000, 1],
    random(seed, "signs")
      .uniform(1_000)
      .map((u) => (u < 0.5 ? -1 : 1)),
  );
const evaluator = await createEvaluator([metric], {
  real: signs(1),
  reference: signs(2),
  random: random(0, "evaluate"),
});

test("the floor compares real with real samples, and the baseline a Gaussian of the same moments", () => {
  expect(evaluator.floors).toEqual({ distance: 0 });
  expect(evaluator.baselines["distance"]).toBeCloseTo(2, 0); // E x⁴ is 3 for a normal and 1 for signs
});

test("a student must beat the Gaussian of the data's moments", () => {
  expect(notConverged(evaluator, { distance: 1.2 })).toBeUndefined();
  expect(notConverged(evaluator, { distance: 5 })).toContain("distance is 5, no better than a Gaussian");
  expect(notConverged(evaluator, { distance: NaN })).toContain("NaN");
});

test("for Gaussian data a distance within twice the floor is enough", () => {
  const gaussian = { goals: evaluator.goals, floors: { distance: 0.1 }, baselines: { distance: 0.1 } };
  expect(notConverged(gaussian, { distance: 0.15 })).toBeUndefined();
  expect(notConverged(gaussian, { distance: 0.25 })).toBeDefined();
});

test("without metrics every student counts as trained", () => {
  expect(notConverged({ goals: {}, floors: {}, baselines: {} }, {})).toBeUndefined();
});

test("a metric receives its input of samples and reference, and the labels", async () => {
  const calls: string[] = [];
  const recorder = (input?: MetricInput): Metric => ({
    ...(input && { input }),
    goals: {},
    measure(samples, reference, _, label) {
      calls.push(
        `${input ?? "none"} ${samples.shape.join("x")} ${reference.shape.join("x")} ${label?.data.length ?? 0}`,
      );
      return {};
    },
  });
  const ones = (count: number) => ndarray([count, 2], new Float32Array(2 * count).fill(1));
  await createEvaluator([recorder(), recorder("features"), recorder("classes")], {
    real: ones(4),
    reference: ones(6),
    random: random(0, "evaluate"),
    label: ndarray([4], new Float32Array(4)),
    extract: ({ shape: [n = 0] }) =>
      Promise.resolve({
        features: ndarray([n, 3], new Float32Array(3 * n)),
        classes: ndarray([n, 5], new Float32Array(5 * n)),
      }),
  });
  expect(calls.slice(0, 3)).toEqual(["none 4x2 6x2 4", "features 4x3 6x3 4", "classes 4x5 6x5 4"]);
});
