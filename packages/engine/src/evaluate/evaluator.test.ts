import { type Metric, type MetricInput, ndarray, type NDArray, random, summaryMetric } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import type { SampleStream } from "../sampling/sample-stream.ts";
import { notConverged } from "./convergence.ts";
import { createEvaluator } from "./evaluator.ts";

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
  expect(evaluator.floors).toEqual({ values: { distance: 0 }, spreads: { distance: 0 } });
  expect(evaluator.baselines["distance"]).toBeCloseTo(2, 0); // E x⁴ is 3 for a normal and 1 for signs
});

test("a student must beat the Gaussian of the data's moments", () => {
  expect(notConverged(evaluator, { distance: 1.2 })).toBeUndefined();
  expect(notConverged(evaluator, { distance: 5 })).toContain("distance is 5 ± 0, no better than a Gaussian");
  expect(notConverged(evaluator, { distance: NaN })).toContain("NaN");
});

test("for Gaussian data a distance within twice the floor is enough", () => {
  const floors = { values: { distance: 0.1 }, spreads: {} };
  const gaussian = { goals: evaluator.goals, floors, baselines: { distance: 0.1 } };
  expect(notConverged(gaussian, { distance: 0.15 })).toBeUndefined();
  expect(notConverged(gaussian, { distance: 0.25 })).toBeDefined();
});

test("a student is better than the Gaussian only by more than twice the spread of the metric", () => {
  const floors = { values: { distance: 0.02 }, spreads: { distance: 0.005 } };
  const data = { goals: evaluator.goals, floors, baselines: { distance: 0.23 } };
  expect(notConverged(data, { distance: 0.215 })).toBeUndefined();
  expect(notConverged(data, { distance: 0.225 })).toContain("0.225 ± 0.005, no better than a Gaussian");
  expect(notConverged(data, { distance: 0.215 }, { distance: 0.01 })).toBeDefined();
  expect(notConverged({ ...data, baselines: { distance: 0.03 } }, { distance: 0.039 }, {})).toBeUndefined();
});

test("without metrics every student counts as trained", () => {
  expect(notConverged({ goals: {}, floors: { values: {}, spreads: {} }, baselines: {} }, {})).toBeUndefined();
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
    extraction: {
      batch: 5,
      extract: ({ shape: [n = 0] }) =>
        Promise.resolve({
          features: ndarray([n, 3], new Float32Array(3 * n)),
          classes: ndarray([n, 5], new Float32Array(5 * n)),
        }),
      dispose: () => Promise.resolve(),
    },
  });
  expect(calls.slice(-3)).toEqual(["none 6x2 6x2 6", "features 6x3 6x3 6", "classes 6x5 6x5 6"]);
});

describe("a stream of samples", () => {
  const count = 5_000;
  /** Batches of 100 samples of two numbers; sample i is i. `live` counts the batches that were made. */
  const stream = (made: { batches: number }): SampleStream => ({
    count,
    batches: (async function* () {
      for (let start = 0; start < count; start += 100) {
        made.batches++;
        yield ndarray(
          [100, 2],
          Float32Array.from({ length: 200 }, (_, i) => start + Math.floor(i / 2)),
        );
      }
    })(),
  });
  const few = ndarray([4, 2], Float32Array.of(1, 2, 3, 4, 5, 6, 7, 9));
  const evaluate = async (metric: Metric, label?: NDArray) => {
    const options = { real: few, reference: few, random: random(0, "evaluate"), label };
    return (await createEvaluator([metric], options)).measure(stream({ batches: 0 }));
  };

  test("is summarised batch by batch, with its labels, before the next batches are made", async () => {
    const made = { batches: 0 };
    const largest = { ahead: 0 };
    let added = 0;
    const labels: number[] = [];
    const metric = summaryMetric({
      goals: { samples: "maximize" },
      start: (count) => ({
        count,
        add({ shape }: NDArray, label?: NDArray) {
          if (count !== 5_000) return;
          added += shape[0]!;
          largest.ahead = Math.max(largest.ahead, 100 * made.batches - added);
          labels.push(...label!.data);
        },
      }),
      compare: ({ count }) => ({ samples: count }),
    });
    const label = ndarray([4], Float32Array.of(0, 1, 2, 3));
    const options = { real: few, reference: few, random: random(0, "evaluate"), label };
    const evaluator = await createEvaluator([metric], options);
    expect(await evaluator.measure(stream(made))).toEqual({ samples: count });
    expect(added).toBe(count);
    expect(largest.ahead).toBeLessThan(200);
    expect(labels).toEqual(Array.from({ length: count }, (_, i) => i % 4));
  });

  test("is held up to the limit of a metric, or whole without one", async () => {
    const last = (limit?: number): Metric => ({
      ...(limit !== undefined && { limit }),
      goals: { last: "maximize", label: "maximize" },
      measure: ({ shape, data }, { shape: reference }, _, label) => ({
        ...{ last: data.at(-1)!, samples: shape[0]!, reference: reference[0]! },
        ...(label && { labels: label.data.length }),
      }),
    });
    expect(await evaluate(last(1_234))).toEqual({ last: 1_233, samples: 1_234, reference: 4 });
    expect(await evaluate(last())).toEqual({ last: 4_999, samples: count, reference: 4 });
    const label = ndarray([4], new Float32Array(4));
    expect(await evaluate(last(3), label)).toEqual({ last: 2, samples: 3, reference: 3, labels: 3 });
  });
});
