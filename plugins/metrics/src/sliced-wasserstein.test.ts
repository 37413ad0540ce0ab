import { ndarray, random, type NDArray } from "@tweedie/core";
import { testMetric } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import plugin from "./sliced-wasserstein.ts";

testMetric(plugin);
testMetric(plugin, { shape: [4, 4, 1], options: { order: 1 } });

const measure = (a: NDArray, b: NDArray, projections = 128, order: 1 | 2 = 2) =>
  plugin.create({ projections, order }).measure(a, b, random(0, "metric"))[`sw${order}`]!;
const map = ({ shape, data }: NDArray, f: (x: number, i: number) => number) => ndarray(shape, data.map(f));
const normal = (shape: readonly [number, number], purpose = "x") =>
  ndarray(shape, random(0, purpose).normal(shape[0] * shape[1]));

test("a shift by m has the distance |m| / sqrt(d), on average over directions", () => {
  const m = [3, 0, -4, 0];
  const x = normal([300, 4]);
  const moved = map(x, (value, i) => value + m[i % 4]!);
  expect(measure(x, moved, 4000)).toBeCloseTo(5 / 2, 1);
});

test("a shift by m in the plane has the distance 2 |m| / π at order 1, the mean of |m cos|", () => {
  const x = normal([300, 2]);
  const moved = map(x, (value, i) => value + [3, 4][i % 2]!);
  expect(measure(x, moved, 4000, 1)).toBeCloseTo(10 / Math.PI, 1);
});

test("on the line it is W2: |std - std'| for two centred normals", () => {
  const x = normal([20_000, 1]);
  const scaled = map(normal([20_000, 1], "y"), (value) => 3 * value);
  expect(measure(x, scaled, 1)).toBeCloseTo(2, 1);
});

describe("is 0 for a sample and itself", () => {
  const x = normal([30, 3]);
  test("in reversed order", () => {
    const reversed = ndarray(
      [30, 3],
      Float32Array.from({ length: 90 }, (_, i) => x.data[(29 - Math.floor(i / 3)) * 3 + (i % 3)]!),
    );
    expect(measure(x, reversed)).toBe(0);
  });
  test("with every point twice", () => {
    expect(measure(ndarray([60, 3], Float32Array.of(...x.data, ...x.data)), x)).toBe(0);
  });
});

test("samples of different counts are compared by quantiles", () => {
  // The quantile functions 0, 6 (halves) and 0, 3, 6 (thirds) differ by 3 on the middle third of (0, 1).
  const a = ndarray([2, 1], Float32Array.of(0, 6));
  const b = ndarray([3, 1], Float32Array.of(6, 0, 3));
  expect(measure(a, b, 1)).toBeCloseTo(Math.sqrt(9 / 3), 6);
  expect(measure(b, a, 1)).toBeCloseTo(Math.sqrt(9 / 3), 6);
  expect(measure(a, b, 1, 1)).toBeCloseTo(3 / 3, 6);
});

test("two samples of one distribution have a distance of order 1 / sqrt(n)", () => {
  const [a, b] = [normal([4000, 2], "a"), normal([4000, 2], "b")];
  expect(measure(a, b)).toBeLessThan(0.06);
});
