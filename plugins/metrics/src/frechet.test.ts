import { ndarray, random, TweedieError, type NDArray } from "@tweedie/core";
import { testMetric } from "@tweedie/testing";
import { describe, expect, test } from "vitest";
import plugin from "./frechet.ts";
import { frechetDistance } from "./frechet/frechet-distance.ts";
import { momentsOf } from "./frechet/moments.ts";
import { triangularFactor } from "./frechet/triangular-factor.ts";
import { paritySamples } from "./points/parity.fixture.ts";

testMetric(plugin);
testMetric(plugin, { shape: [20], count: 200 });

const measure = (a: NDArray, b: NDArray) => plugin.create({}).measure(a, b, random(0, "metric"));
const normal = (count: number, size: number, purpose: string, map = (x: number, _: number) => x) =>
  ndarray(
    [count, size],
    random(0, purpose)
      .normal(count * size)
      .map((x, i) => map(x, i % size)),
  );

test.each([
  [50, 40, 2, 0.0836578366934],
  [200, 300, 8, 0.315182064886],
  [500, 400, 32, 1.06101087102],
  [600, 600, 64, 2.01181023615],
])("of %d and %d samples in %d dimensions it equals scipy's value", (n, m, d, expected) => {
  const [x, y] = [paritySamples(n, d, 1, 1, 0), paritySamples(m, d, 2, 1.5, 0.1)];
  expect(Math.abs(measure(x, y)["fd"]! / expected - 1)).toBeLessThan(1e-8);
});

describe("closed forms", () => {
  const x = normal(400, 3, "x");
  const moved = ndarray(
    x.shape,
    x.data.map((value, i) => 2 * value + [3, 0, 4][i % 3]!),
  );
  const variance = [0, 1, 2].reduce((sum, j) => {
    const column = Array.from({ length: 400 }, (_, i) => x.data[3 * i + j]!);
    const mean = column.reduce((a, b) => a + b) / 400;
    return sum + column.reduce((a, b) => a + (b - mean) ** 2, 0) / 399;
  }, 0);

  test("of a sample and itself it is 0", () => expect(measure(x, x)["fd"]).toBeCloseTo(0, 10));

  test("of x and 2 x + m it is |m + mean|² and the trace of the covariance", () => {
    const mean = [0, 1, 2].map((j) => x.data.filter((_, i) => i % 3 === j).reduce((a, b) => a + b, 0) / 400);
    const shift = [3, 0, 4].reduce((sum, m, j) => sum + (m + mean[j]!) ** 2, 0);
    expect(measure(x, moved)["fd"]).toBeCloseTo(shift + variance, 4);
  });

  test("it is symmetric, and invariant under rotation", () => {
    const rotate = ({ shape, data }: NDArray) =>
      ndarray(
        shape,
        data.map((value, i) =>
          i % 3 === 2 ? value : i % 3 === 0 ? 0.6 * value - 0.8 * data[i + 1]! : 0.8 * data[i - 1]! + 0.6 * value,
        ),
      );
    const other = normal(300, 3, "y", (value, j) => value * (j + 1));
    const { fd } = measure(x, other);
    expect(measure(other, x)["fd"]).toBeCloseTo(fd!, 10);
    expect(measure(rotate(x), rotate(other))["fd"]).toBeCloseTo(fd!, 4);
  });
});

test("fewer samples than dimensions, constant features and duplicate features need no special case", () => {
  const few = normal(10, 40, "few", (x, j) => (j % 3 === 0 ? 0 : x));
  const twin = ndarray(
    [60, 2],
    normal(60, 1, "twin").data.reduce((all, x, i) => (all.fill(x, 2 * i, 2 * i + 2), all), new Float32Array(120)),
  );
  expect(measure(few, few)["fd"]).toBeCloseTo(0, 10);
  expect(measure(twin, twin)["fd"]).toBeCloseTo(0, 10);
  // Both features are equal: the distance is twice that of one feature.
  const wide = ndarray(
    twin.shape,
    twin.data.map((x) => 3 * x),
  );
  const line = (a: NDArray) =>
    ndarray(
      [60, 1],
      a.data.filter((_, i) => i % 2 === 0),
    );
  expect(measure(twin, wide)["fd"]).toBeCloseTo(2 * measure(line(twin), line(wide))["fd"]!, 5);
});

test("small variances keep their precision next to large ones", () => {
  // diag(1, 1e-12) and diag(1, 4e-12) have the distance 1e-12, which is lost in a float64 root of the product of covariances.
  const moments = (std: number) => ({
    mean: new Float64Array(2),
    factor: [Float64Array.of(1, 0), Float64Array.of(0, std)],
  });
  const std = 1e-6;
  expect(frechetDistance(moments(std), moments(2 * std))).toBeCloseTo(std ** 2, 15);
});

test("R' R = A' A for more rows than columns, fewer, and as many", () => {
  for (const [n, d] of [
    [7, 4],
    [4, 7],
    [5, 5],
  ] as const) {
    const values = random(n, "a").normal(n * d);
    const columns = Array.from({ length: d }, (_, j) =>
      Float64Array.from({ length: n }, (_, i) => (j === 2 ? 0 : values[i * d + j]!)),
    );
    const gram = (rows: readonly Float64Array[], i: number, j: number) =>
      rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0);
    const before = Array.from({ length: n }, (_, i) => Float64Array.from(columns, (column) => column[i]!));
    const factor = triangularFactor(columns);
    for (let i = 0; i < d; i++)
      for (let j = 0; j < d; j++) expect(gram(factor, i, j)).toBeCloseTo(gram(before, i, j), 10);
    factor.forEach((row, i) => expect(row.subarray(0, i).every((x) => x === 0)).toBe(true));
  }
});

test("the mean of fdUnbiased is the distance of two Gaussians, which fd exceeds by more than 30 %", () => {
  const [size, count, repeats] = [32, 256, 12];
  const std = (j: number) => 1 / (1 + j / 4);
  const exact = Array.from({ length: size }, (_, j) => (0.2 * std(j)) ** 2 + (0.1 * std(j)) ** 2).reduce(
    (a, b) => a + b,
  );
  const values = Array.from({ length: repeats }, (_, i) =>
    measure(
      normal(count, size, `a${i}`, (x, j) => x * std(j)),
      normal(count, size, `b${i}`, (x, j) => (1.2 * x + 0.1) * std(j)),
    ),
  );
  const mean = (name: string) => values.reduce((sum, value) => sum + value[name]!, 0) / repeats;
  const error =
    Math.sqrt(values.reduce((sum, value) => sum + (value["fdUnbiased"]! - mean("fdUnbiased")) ** 2, 0)) / repeats;
  expect(Math.abs(mean("fdUnbiased") - exact)).toBeLessThan(3 * error);
  expect(error).toBeLessThan(0.1 * exact);
  expect(mean("fd")).toBeGreaterThan(1.3 * exact);
});

test("the mean of fdUnbiased is zero for samples of one distribution", () => {
  const values = Array.from({ length: 20 }, (_, i) => measure(normal(200, 16, `a${i}`), normal(200, 16, `b${i}`)));
  const mean = (name: string) => values.reduce((sum, value) => sum + value[name]!, 0) / values.length;
  const error =
    Math.sqrt(values.reduce((sum, value) => sum + (value["fdUnbiased"]! - mean("fdUnbiased")) ** 2, 0)) / values.length;
  expect(Math.abs(mean("fdUnbiased"))).toBeLessThan(3 * error);
  expect(mean("fd")).toBeGreaterThan(20 * error);
});

test("fdUnbiased needs twice as many samples as features in both sets", () => {
  const unbiased = (n: number, m: number) => measure(normal(n, 8, "a"), normal(m, 8, "b"))["fdUnbiased"];
  expect(unbiased(16, 16)).not.toBeNaN();
  expect(unbiased(15, 16)).toBeNaN();
  expect(unbiased(16, 15)).toBeNaN();
  expect(measure(normal(15, 8, "a"), normal(15, 8, "b"))["fd"]).toBeGreaterThan(0);
});

test("the extrapolation removes the bias with twice as many samples as features, and a part of it with fewer", () => {
  const remaining = (count: number) => {
    const values = Array.from({ length: 20 }, (_, i) => {
      const [a, b] = [normal(count, 64, `a${i}`), normal(count, 64, `b${i}`)];
      const half = count / 2;
      const between = (start: number, end: number) =>
        frechetDistance(momentsOf(a, start, end), momentsOf(b, start, end));
      const fd = between(0, count);
      return { fd, unbiased: 2 * fd - (between(0, half) + between(half, count)) / 2 };
    });
    const mean = (name: "fd" | "unbiased") => values.reduce((sum, value) => sum + value[name], 0) / values.length;
    return mean("unbiased") / mean("fd");
  };
  expect(remaining(32)).toBeGreaterThan(0.5);
  expect(remaining(64)).toBeGreaterThan(0.2);
  expect(Math.abs(remaining(128))).toBeLessThan(0.05);
});

test("moments are computed from the given rows only", () => {
  const x = normal(10, 2, "x");
  const { mean } = momentsOf(x, 4, 8);
  expect(mean[1]).toBeCloseTo((x.data[9]! + x.data[11]! + x.data[13]! + x.data[15]!) / 4, 6);
});

test("refuses three samples, whose halves have no covariance", () => {
  expect(() => measure(normal(3, 2, "a"), normal(9, 2, "b"))).toThrow(TweedieError);
});
