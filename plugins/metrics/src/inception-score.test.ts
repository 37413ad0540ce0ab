import { ndarray, type NDArray, random } from "@tweedie/core";
import { testMetric } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./inception-score.ts";
import { paritySamples } from "./points/parity.fixture.ts";

testMetric(plugin, { shape: [5], spoil: () => 0 });
testMetric(plugin, { shape: [3], count: 7, options: { splits: 3 }, spoil: () => 0 });

const measure = (logits: NDArray, splits = 1) =>
  plugin.create({ splits }).measure(logits, logits, random(0, "metric"))["is"]!;
const logits = (...rows: number[][]) => ndarray([rows.length, rows[0]!.length], Float32Array.from(rows.flat()));

test.each([
  [100, 10, 1, 4.0432775476],
  [101, 5, 10, 2.8499042811],
  [300, 100, 7, 3.51107902243],
])("of %d samples, %d classes and %d splits it equals numpy's value", (count, classes, splits, expected) => {
  const score = measure(paritySamples(count, classes, 1, 20, 0), splits);
  expect(Math.abs(score / expected - 1)).toBeLessThan(1e-8);
});

test("it is the number of classes that are predicted with certainty and equally often, and 1 for equal probabilities", () => {
  expect(measure(logits([200, 0, 0], [0, 200, 0], [0, 0, 200]))).toBeCloseTo(3, 10);
  expect(measure(logits([200, 0, 0], [0, 200, 0], [200, 0, 0], [0, 200, 0]))).toBeCloseTo(2, 10);
  expect(measure(logits([1, 2, 3], [1, 2, 3]))).toBeCloseTo(1, 10);
});

test("impossible classes count as probability 0, and logits that are not numbers give NaN", () => {
  expect(measure(logits([0, -Infinity], [-Infinity, 0]))).toBeCloseTo(2, 10);
  expect(measure(logits([0, NaN], [0, 1]))).toBeNaN();
});
