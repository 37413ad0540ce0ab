import { ndarray, random, type NDArray } from "@tweedie/core";
import { testMetric } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./mmd.ts";

testMetric(plugin, { count: 200 });
testMetric(plugin, { shape: [4, 4, 1], count: 200 });

const measure = (a: NDArray, b: NDArray, options: object = {}) =>
  plugin.create(plugin.options.parse(options) as never).measure(a, b, random(0, "metric"))["mmd2"]!;
const normal = (purpose: string, count: number, shift = [0, 0]) =>
  ndarray(
    [count, 2],
    random(0, purpose)
      .normal(2 * count)
      .map((x, i) => x + shift[i % 2]!),
  );

/** Mean kernel of two standard normals at distance `m` in the plane: their difference is normal with variance 2. */
const meanKernel = (m: number, bandwidth: number) =>
  [4, 2, 1, 1 / 2, 1 / 4]
    .map((scale) => (scale * bandwidth) ** 2)
    .reduce((sum, s) => sum + ((s / (s + 2)) * Math.exp(-(m ** 2) / (2 * (s + 2)))) / 5, 0);

test.each([0.5, 2])("equals the closed form for two standard normals at distance %d", (m) => {
  const value = measure(normal("a", 1000), normal("b", 1000, [m, 0]), { bandwidth: 0.8 });
  expect(Math.abs(value - 2 * (meanKernel(0, 0.8) - meanKernel(m, 0.8)))).toBeLessThan(0.01);
});

test("is unbiased: its mean over small samples of one distribution is zero within the standard error", () => {
  const values = Array.from({ length: 400 }, (_, i) =>
    measure(normal(`a${i}`, 10), normal(`b${i}`, 10), { bandwidth: 1 }),
  );
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const error = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0)) / values.length;
  expect(Math.abs(mean)).toBeLessThan(3 * error);
});

test("the default bandwidth is the median distance of the reference, so the value is independent of the data's unit", () => {
  const [a, b] = [normal("a", 200), normal("b", 200, [1, 0])];
  const scaled = [a, b].map(({ shape, data }) =>
    ndarray(
      shape,
      data.map((x) => 1000 * x),
    ),
  );
  expect(measure(scaled[0]!, scaled[1]!)).toBeCloseTo(measure(a, b), 5);
});

test("uses only the first `samples` of each side", () => {
  const [a, b] = [normal("a", 100), normal("b", 100)];
  const cut = ({ data }: NDArray) => ndarray([40, 2], data.slice(0, 80));
  expect(measure(a, b, { samples: 40 })).toBe(measure(cut(a), cut(b)));
});
