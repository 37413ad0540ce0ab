import { ndarray, random, TweedieError, type Dataset, type Mixture } from "@tweedie/core";
import { standIns, testFamily, testMetric } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./modes.ts";

testFamily(import.meta.dirname);
testMetric(plugin);

const mixture: Mixture = {
  means: [
    [0, 0],
    [10, 0],
    [0, 10],
  ],
  weights: [0.5, 0.3, 0.2],
  std: 1,
};
const data: Dataset = { ...standIns().data, mixture };
const measure = (points: number[][], share = 0.1) =>
  plugin
    .create({ share }, data)
    .measure(
      ndarray([points.length, 2], Float32Array.from(points.flat())),
      ndarray([0, 2], new Float32Array()),
      random(0, "m"),
    );
const times = (count: number, point: number[]) => new Array<number[]>(count).fill(point);

test("samples that are the modes in their proportions are perfect", () => {
  const values = measure([...times(5, [0, 0]), ...times(3, [10, 0]), ...times(2, [0, 10])]);
  expect(values).toEqual({ modes: 3, weightError: expect.closeTo(0, 12) as number, highQuality: 1 });
});

test("a collapse to one mode finds one, and misses the weight of the others", () => {
  expect(measure(times(10, [10, 0.1]))).toEqual({
    modes: 1,
    weightError: expect.closeTo(0.7, 12) as number,
    highQuality: 1,
  });
});

test("three standard deviations are near, more are not", () => {
  expect(measure([...times(3, [2.9, 0]), [3.1, 0]])["highQuality"]).toBe(0.75);
});

test("a mode is found from `share` of its expected samples on", () => {
  const points = (third: number) => [...times(100 - third, [0, 0]), ...times(third, [0, 10])];
  expect(measure(points(10), 0.5)["modes"]).toBe(2);
  expect(measure(points(9), 0.5)["modes"]).toBe(1);
});

test("true samples: 98.9 % within three standard deviations in the plane", () => {
  const noise = random(0, "noise").normal(40_000);
  const points = Array.from({ length: 20_000 }, (_, i) => [noise[2 * i]!, noise[2 * i + 1]!]);
  expect(measure(points)["highQuality"]).toBeCloseTo(1 - Math.exp(-4.5), 2);
});

test("samples that are not numbers belong to no mode's neighbourhood", () => {
  const values = measure(times(4, [NaN, NaN]));
  expect(values["modes"]).toBe(0);
  expect(values["highQuality"]).toBe(0);
});

test("data of no known law are refused", () => {
  const { mixture: _, ...unknown } = data;
  expect(() => plugin.create({ share: 0.1 }, unknown)).toThrow(TweedieError);
});
