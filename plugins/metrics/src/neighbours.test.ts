import { ndarray, random, TweedieError, type NDArray } from "@tweedie/core";
import { testMetric } from "@tweedie/testing";
import { expect, test } from "vitest";
import plugin from "./neighbours.ts";
import { paritySamples } from "./points/parity.fixture.ts";

testMetric(plugin);
testMetric(plugin, { shape: [12], count: 300, options: { neighbours: 3 } });

const measure = (a: NDArray, b: NDArray, neighbours = 5, samples = 2_000) =>
  plugin.create({ neighbours, samples }).measure(a, b, random(0, "metric"));
const normal = (count: number, size: number, purpose: string) =>
  ndarray([count, size], random(0, purpose).normal(count * size));
const line = (...points: number[]) => ndarray([points.length, 1], Float32Array.from(points));

test.each([
  [40, 50, 2, 3, [0.7, 1, 0.641666666667, 0.78]],
  [200, 300, 8, 5, [0.38, 1, 0.207, 0.38]],
])(
  "of %d and %d samples in %d dimensions with k = %d, the values equal those of numpy and scipy",
  (n, m, d, k, expected) => {
    const values = measure(paritySamples(n, d, 1, 1.5, 0.1), paritySamples(m, d, 2, 1, 0), k);
    const names = ["precision", "recall", "density", "coverage"];
    names.forEach((name, i) => expect(values[name]).toBeCloseTo(expected[i]!, 10));
  },
);

test("values of six points on a line, counted by hand", () => {
  // Balls of the reference: [-1, 1], [0, 2], [1, 7]; of the samples: [-0.5, 1.5], [0.5, 2.5], [1.5, 18.5].
  const values = measure(line(0.5, 1.5, 10), line(0, 1, 4), 1);
  expect(values).toEqual({ precision: 2 / 3, recall: 1, density: 4 / 3, coverage: 1 });
});

test("a ball contains its surface: equal distances count, where prdc leaves them out", () => {
  // All distances and radii are 0. Open balls of radius 0 are empty: prdc has zeros here.
  expect(measure(line(1, 1), line(1, 1, 1), 1)).toEqual({ precision: 1, recall: 1, density: 3, coverage: 1 });
  // Balls of the reference: [-1, 1], [0, 2], [1, 3]; of the samples: [0, 6], [-3, 3]. prdc has 1/2, 1, 1/2 and 1/3.
  expect(measure(line(3, 0), line(0, 1, 2), 1)).toEqual({ precision: 1, recall: 1, density: 1.5, coverage: 1 });
});

test("for samples of one distribution, the means are density 1 and coverage 1 - Π (n - i) / (n + m - i)", () => {
  const [n, m, k] = [100, 120, 3];
  const values = Array.from({ length: 60 }, (_, i) => measure(normal(m, 4, `x${i}`), normal(n, 4, `y${i}`), k));
  const check = (name: string, expected: number) => {
    const mean = values.reduce((sum, value) => sum + value[name]!, 0) / values.length;
    const error = Math.sqrt(values.reduce((sum, value) => sum + (value[name]! - mean) ** 2, 0)) / values.length;
    expect(Math.abs(mean - expected), name).toBeLessThan(3 * error);
    expect(error, name).toBeLessThan(0.03);
  };
  // Probability that the k nearest of the n - 1 + m other points are all reference points: Naeem et al., lemma 2.
  const uncovered = [1, 2, 3].reduce((product, i) => product * ((n - i) / (n + m - i)), 1);
  check("coverage", 1 - uncovered);
  check("density", 1);
});

test("identical sets have perfect values, distant sets have zeros", () => {
  const x = normal(50, 3, "x");
  const far = ndarray(
    x.shape,
    x.data.map((value) => value + 100),
  );
  expect(measure(x, x)).toMatchObject({ precision: 1, recall: 1, coverage: 1 });
  expect(measure(far, x)).toEqual({ precision: 0, recall: 0, density: 0, coverage: 0 });
});

test("collapsed samples have full precision and no recall", () => {
  const reference = normal(300, 2, "y");
  const collapsed = ndarray(
    [300, 2],
    normal(300, 2, "x").data.map((value) => 0.01 * value),
  );
  const { precision, recall, coverage } = measure(collapsed, reference);
  expect(precision).toBe(1);
  expect(recall).toBe(0);
  expect(coverage).toBeLessThan(0.1);
});

test("uses only the first `samples` of each side", () => {
  const [x, y] = [normal(100, 2, "x"), normal(100, 2, "y")];
  const cut = ({ data }: NDArray) => ndarray([40, 2], data.slice(0, 80));
  expect(measure(x, y, 5, 40)).toEqual(measure(cut(x), cut(y)));
});

test("refuses k samples or fewer", () => {
  expect(() => measure(normal(5, 2, "x"), normal(50, 2, "y"))).toThrow(TweedieError);
});
