import { ndarray, random, TweedieError, type Dataset, type Mixture } from "@tweedie/core";
import { standIns, testMetric } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./modes.ts";

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
const copies = (count: number, point: number[]) => new Array<number[]>(count).fill(point);

test("samples at the modes in the proportions of their weights have perfect values", () => {
  const values = measure([...copies(5, [0, 0]), ...copies(3, [10, 0]), ...copies(2, [0, 10])]);
  expect(values).toEqual({ modes: 3, weightError: expect.closeTo(0, 12) as number, highQuality: 1 });
});

test("samples of one mode find one, with the weight of the others as error", () => {
  expect(measure(copies(10, [10, 0.1]))).toEqual({
    modes: 1,
    weightError: expect.closeTo(0.7, 12) as number,
    highQuality: 1,
  });
});

test("high quality ends at three standard deviations", () => {
  expect(measure([...copies(3, [2.9, 0]), [3.1, 0]])["highQuality"]).toBe(0.75);
});

test("a mode is found from the fraction `share` of its expected samples", () => {
  const points = (third: number) => [...copies(100 - third, [0, 0]), ...copies(third, [0, 10])];
  expect(measure(points(10), 0.5)["modes"]).toBe(2);
  expect(measure(points(9), 0.5)["modes"]).toBe(1);
});

test("98.9 % of real samples are within three standard deviations in the plane", () => {
  const noise = random(0, "noise").normal(40_000);
  const points = Array.from({ length: 20_000 }, (_, i) => [noise[2 * i]!, noise[2 * i + 1]!]);
  expect(measure(points)["highQuality"]).toBeCloseTo(1 - Math.exp(-4.5), 2);
});

test("NaN samples are near no mode", () => {
  const values = measure(copies(4, [NaN, NaN]));
  expect(values["modes"]).toBe(0);
  expect(values["highQuality"]).toBe(0);
});

test("refuses data without a known density", () => {
  const { mixture: _, ...unknown } = data;
  expect(() => plugin.create({ share: 0.1 }, unknown)).toThrow(TweedieError);
});
