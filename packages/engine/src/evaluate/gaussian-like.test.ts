import { ndarray, random } from "@tweedie/core";
import { expect, test } from "vitest";
import { gaussianLike } from "./gaussian-like.ts";

const covariance = (data: Float32Array, i: number, j: number): number => {
  const count = data.length / 3;
  const column = (k: number) => Array.from({ length: count }, (_, n) => data[n * 3 + k]!);
  const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / count;
  const [a, b] = [column(i), column(j)];
  const [meanA, meanB] = [mean(a), mean(b)];
  return mean(a.map((x, n) => (x - meanA) * (b[n]! - meanB)));
};

test("samples have the mean and covariance of the data, also if the covariance is singular", () => {
  const count = 40_000;
  const normal = random(1, "samples").normal(2 * count);
  // The third coordinate is the sum of the others, so the covariance has rank 2.
  const samples = ndarray(
    [count, 3],
    Float32Array.from({ length: 3 * count }, (_, i) => {
      const [a, b] = [normal[2 * Math.floor(i / 3)]! ** 3, 4 + normal[2 * Math.floor(i / 3) + 1]!];
      return [a, a + b, 2 * a + b][i % 3]!;
    }),
  );
  const { data } = gaussianLike(samples, random(2, "gaussian"));
  for (const i of [0, 1, 2]) {
    for (const j of [0, 1, 2]) {
      const expected = covariance(samples.data, i, j);
      expect(Math.abs(covariance(data, i, j) / expected - 1)).toBeLessThan(0.05);
    }
  }
  for (let n = 0; n < 100; n++) expect(data[3 * n + 2]! - data[3 * n]! - data[3 * n + 1]!).toBeCloseTo(0, 4);
});
