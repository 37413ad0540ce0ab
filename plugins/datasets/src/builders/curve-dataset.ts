import { ndarray, type Dataset } from "@tweedie/core";
import { distributionDataset } from "./distribution-dataset.ts";

/** Samples around a curve in the plane: `point(u)`, u uniform on (0, 1), plus normal noise of standard deviation `noise`. */
export const curveDataset = (point: (u: number) => readonly [number, number], noise: number): Dataset =>
  distributionDataset({
    shape: [2],
    sigmaData: Math.sqrt(varianceAlong(point) + noise ** 2),
    sample(random, count) {
      const u = random.uniform(count);
      const data = random.normal(2 * count);
      for (let i = 0; i < count; i++) {
        const [x, y] = point(u[i]!);
        data[2 * i] = x + noise * data[2 * i]!;
        data[2 * i + 1] = y + noise * data[2 * i + 1]!;
      }
      return ndarray([count, 2], data);
    },
  });

/** Variance of all coordinates of the curve, by the midpoint rule. */
function varianceAlong(point: (u: number) => readonly [number, number]): number {
  const count = 4096;
  const values = Array.from({ length: count }, (_, i) => point((i + 0.5) / count)).flat();
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
}
