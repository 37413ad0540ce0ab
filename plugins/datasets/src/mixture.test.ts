import { random } from "@tweedie/core";
import { testDataset } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./mixture.ts";

const means = [
  [-1, 0],
  [2, 1],
];
testDataset(plugin, { options: { means } });
testDataset(plugin, { options: { means: [[1], [2], [4]], weights: [1, 0, 3], std: 0.2 } });

const mixture = (options: object) => plugin.create(plugin.options.parse(options) as never);

test("samples are near the means, as often as the weights say, with the declared standard deviation", () => {
  const data = mixture({ means, weights: [3, 1], std: 0.1 });
  const { data: x } = data.sample(random(0, "data"), 20_000);
  const points = Array.from({ length: 20_000 }, (_, i) => [x[2 * i]!, x[2 * i + 1]!] as const);
  const near = means.map(([mx, my]) => points.filter(([px, py]) => Math.hypot(px - mx!, py - my!) < 0.5).length);
  expect(near[0]! + near[1]!).toBe(20_000);
  expect(near[0]! / 20_000).toBeCloseTo(0.75, 1);
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  expect(data.sigmaData).toBeCloseTo(Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length), 2);
});

test.each([
  [{ means: [[0, 0], [1]] }, "data.means[1]: has 1 numbers, and the first mean has 2"],
  [{ means, weights: [1] }, "a mixture of 2 means needs 2 weights, not all zero, but has [1]"],
  [{ means, weights: [0, 0] }, "not all zero"],
])("refuses %j", (options, message) => {
  expect(() => mixture(options)).toThrow(message);
});
