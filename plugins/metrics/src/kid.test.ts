import { ndarray, random, TweedieError, type NDArray } from "@tweedie/core";
import { testMetric } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./kid.ts";
import { paritySamples } from "./points/parity.fixture.ts";

testMetric(plugin, { shape: [6], count: 100 });

const measure = (a: NDArray, b: NDArray, samples = 1_000) =>
  plugin.create({ samples }).measure(a, b, random(0, "metric"))["kid"]!;
const normal = (count: number, size: number, purpose: string) =>
  ndarray([count, size], random(0, purpose).normal(count * size));

test.each([
  [40, 50, 2, 0.0767787957799],
  [200, 300, 8, 0.0912519919596],
])("of %d and %d samples in %d dimensions it equals numpy's value", (n, m, d, expected) => {
  expect(measure(paritySamples(n, d, 1, 1.5, 0.1), paritySamples(m, d, 2, 1, 0))).toBeCloseTo(expected, 10);
});

test("its mean is zero for samples of one distribution, with fewer samples than features", () => {
  const values = Array.from({ length: 200 }, (_, i) => measure(normal(8, 32, `a${i}`), normal(8, 32, `b${i}`)));
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const error = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0)) / values.length;
  expect(Math.abs(mean)).toBeLessThan(3 * error);
  expect(Math.min(...values)).toBeLessThan(0);
});

test("uses only the first `samples` of each side, and refuses fewer than two", () => {
  const [x, y] = [normal(100, 2, "x"), normal(100, 2, "y")];
  const cut = ({ data }: NDArray) => ndarray([40, 2], data.slice(0, 80));
  expect(measure(x, y, 40)).toBe(measure(cut(x), cut(y)));
  expect(() => measure(normal(1, 2, "x"), y)).toThrow(TweedieError);
});
