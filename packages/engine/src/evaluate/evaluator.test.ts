import { ndarray, random, type Metric, type MetricInput } from "@tweedie/core";
import { expect, test } from "vitest";
import { createEvaluator, notConverged } from "./evaluator.ts";

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
const judge = await createEvaluator([metric], { real: signs(1), reference: signs(2), random: random(0, "judge") });

test("the floor is real against real, and the baseline a Gaussian of the same moments", () => {
  expect(judge.floors).toEqual({ distance: 0 });
  expect(judge.baselines["distance"]).toBeCloseTo(2, 0); // E x⁴ is 3 for a normal and 1 for signs
});

test("a student must beat the Gaussian of the data's moments", () => {
  expect(notConverged(judge, { distance: 1.2 })).toBeUndefined();
  expect(notConverged(judge, { distance: 5 })).toContain("distance is 5, no better than a Gaussian");
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

test("a metric is shown what it asks for: samples, features or classes, of both sides, and the classes asked for", async () => {
  const seen: string[] = [];
  const watcher = (view?: MetricInput): Metric => ({
    ...(view && { input: view }),
    goals: {},
    measure(samples, reference, _, label) {
      seen.push(`${view ?? "none"} ${samples.shape.join("x")} ${reference.shape.join("x")} ${label?.data.length ?? 0}`);
      return {};
    },
  });
  const sized = (count: number) => ndarray([count, 2], new Float32Array(2 * count).fill(1));
  await createEvaluator([watcher(), watcher("features"), watcher("classes")], {
    real: sized(4),
    reference: sized(6),
    random: random(0, "judge"),
    label: ndarray([4], new Float32Array(4)),
    extract: ({ shape: [n = 0] }) =>
      Promise.resolve({
        features: ndarray([n, 3], new Float32Array(3 * n)),
        classes: ndarray([n, 5], new Float32Array(5 * n)),
      }),
  });
  expect(seen.slice(0, 3)).toEqual(["none 4x2 6x2 4", "features 4x3 6x3 4", "classes 4x5 6x5 4"]);
});
