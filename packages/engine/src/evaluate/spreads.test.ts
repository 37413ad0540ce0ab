import { type Metric, ndarray, type NDArray, random, summaryMetric, TweedieError } from "@tweedie/core";
import { describe, expect, test } from "vitest";
import { streamOfArray } from "../sampling/sample-stream.ts";
import { createEvaluator } from "./evaluator.ts";
import { randomHalves } from "./subsets.ts";

const normals = (name: string, count: number): NDArray => ndarray([count, 1], random(0, name).normal(count));
const meanOf = (data: ArrayLike<number>) => Array.from(data).reduce((sum, x) => sum + x, 0) / data.length;
const difference: Metric = {
  goals: { difference: "minimize" },
  measure: (samples, reference) => ({ difference: meanOf(samples.data) - meanOf(reference.data) }),
};
/** Wasserstein distance of order 1 on the line. */
const distance: Metric = {
  goals: { distance: "minimize" },
  measure(samples, reference) {
    const [x, y] = [samples, reference].map(({ data }) => data.toSorted());
    return { distance: meanOf(x!.map((value, i) => Math.abs(value - y![i]!))) };
  },
};
const evaluatorOf = (metrics: readonly Metric[], seed: number, count: number) =>
  createEvaluator(metrics, {
    real: normals(`real.${seed}`, count),
    reference: normals(`reference.${seed}`, count),
    random: random(seed, "evaluate"),
  });

test("halves are disjoint, have one of each pair of samples, and differ between draws", () => {
  const [one, other] = randomHalves(101, random(0, "halves"));
  const members = (includes: (index: number) => boolean) => Array.from({ length: 101 }, (_, i) => i).filter(includes);
  expect(members(one.includes)).toHaveLength(50);
  expect([...members(one.includes), ...members(other.includes)].sort((a, b) => a - b)).toEqual(members((i) => i < 100));
  expect(members(randomHalves(101, random(1, "halves"))[0].includes)).not.toEqual(members(one.includes));
});

describe("the spread of a metric", () => {
  const count = 1_000;
  const ratios = async (metric: Metric, name: string, deviation: number) =>
    Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (seed) => {
        const { measureWithSpreads, floors } = await evaluatorOf([metric], seed, count);
        const { spreads } = await measureWithSpreads(streamOfArray(normals(`samples.${seed}`, count)));
        return [spreads[name]! / deviation, floors.spreads[name]! / deviation] as const;
      }),
    );

  test("is its standard deviation over sets of samples, also of floors", async () => {
    const all = await ratios(difference, "difference", Math.sqrt(2 / count));
    for (const side of [0, 1] as const) {
      const mean = meanOf(all.map((pair) => pair[side]));
      expect(mean).toBeGreaterThan(0.75);
      expect(mean).toBeLessThan(1.25);
    }
  });

  test("is the same from summaries", async () => {
    const summary = summaryMetric({
      goals: { difference: "minimize" },
      start: (count) => {
        let sum = 0;
        return { add: ({ data }: NDArray) => void (sum += meanOf(data) * data.length), mean: () => sum / count };
      },
      compare: (samples, reference) => ({ difference: samples.mean() - reference.mean() }),
    });
    const measured = [difference, summary].map(async (metric) => {
      const { measureWithSpreads, floors } = await evaluatorOf([metric], 1, count);
      const { values, spreads } = await measureWithSpreads(streamOfArray(normals("samples", count)));
      return [values, spreads, floors.values, floors.spreads].map((numbers) => numbers["difference"]!);
    });
    const [held, summed] = await Promise.all(measured);
    summed!.forEach((value, i) => expect(value).toBeCloseTo(held![i]!, 5));
  });

  test("is left out for a metric that needs more than half of the samples", async () => {
    const picky: Metric = {
      goals: { size: "maximize" },
      measure({ shape: [n = 0] }) {
        if (n < 600) throw new TweedieError({ where: "picky", what: "too few samples" });
        return { size: n };
      },
    };
    const { measureWithSpreads } = await evaluatorOf([picky, difference], 1, count);
    const { values, spreads } = await measureWithSpreads(streamOfArray(normals("samples", count)));
    expect(values["size"]).toBe(count);
    expect(Object.keys(spreads)).toEqual(["difference"]);
  });
});

test("floors of different seeds agree within their spread", async () => {
  const floors = await Promise.all(
    [1, 2, 3, 4, 5].map(async (seed) => (await evaluatorOf([distance], seed, 2_000)).floors),
  );
  for (const one of floors) {
    for (const other of floors) {
      const spread = Math.hypot(one.spreads["distance"]!, other.spreads["distance"]!);
      expect(Math.abs(one.values["distance"]! - other.values["distance"]!)).toBeLessThan(spread);
    }
  }
});

test("a metric with a limit holds no more samples, and its floor compares as many on either side", async () => {
  const sizes = new Set<string>();
  const limited: Metric = {
    goals: {},
    limit: 100,
    measure({ shape: [n] }, { shape: [m] }) {
      sizes.add(`${n} ${m}`);
      return {};
    },
  };
  const { measureWithSpreads } = await evaluatorOf([limited], 1, 1_000);
  expect([...sizes]).toEqual(["100 100"]);
  await measureWithSpreads(streamOfArray(normals("samples", 1_000)));
  expect([...sizes]).toEqual(["100 100", "50 50"]);
});
