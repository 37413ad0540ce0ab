import { definePlugin, TweedieError } from "@tweedie/core";
import { z } from "zod";
import { pointsOf, squaredDistance } from "./points/points.ts";

/**
 * How two samples cover each other in the space of features. About each point is a ball, as far as its k-th neighbour on its
 * own side:
 *
 * - `precision`: share of the samples inside a ball of the reference;
 * - `recall`: share of the reference inside a ball of the samples;
 * - `density`: in how many of the reference's balls a sample is, on average, over k. It is 1 for equal laws, and may be more;
 * - `coverage`: share of the reference's balls with a sample inside.
 *
 * Kynkäänniemi et al., arXiv 1904.06991; Naeem et al., arXiv 2002.09797.
 */
export default definePlugin({
  role: "metric",
  summary: "Precision, recall, density and coverage of features",
  options: z.strictObject({
    neighbours: z
      .int()
      .positive()
      .max(100)
      .default(5)
      .describe("k: the ball about a point reaches to its k-th neighbour"),
    samples: z
      .int()
      .min(2)
      .max(20_000)
      .default(2_000)
      .describe("the first so many of each side are compared; time grows as the square"),
  }),
  create: ({ neighbours, samples: limit }) => ({
    input: "features",
    goals: { precision: "maximize", recall: "maximize", density: "maximize", coverage: "maximize" },
    measure(samples, reference) {
      const [x, y] = [pointsOf(samples, limit), pointsOf(reference, limit)];
      for (const { length } of [x, y]) {
        if (length > neighbours) continue;
        const what = `metrics/neighbours with k = ${neighbours} needs more than ${neighbours} samples, and there are ${length}`;
        throw new TweedieError({ where: "evaluate.samples", what, fix: "more of them, or data that hold more out" });
      }
      const [radiiOfX, radiiOfY] = [radii(x, neighbours), radii(y, neighbours)];
      const inBallsOfY = x.map(() => 0); // balls of the reference that a sample is in
      const isRecalled = y.map(() => 0);
      const isCovered = y.map(() => 0);
      for (let i = 0; i < x.length; i++) {
        for (let j = 0; j < y.length; j++) {
          const distance = squaredDistance(x[i]!, y[j]!);
          if (distance <= radiiOfX[i]!) isRecalled[j] = 1;
          if (distance > radiiOfY[j]!) continue;
          inBallsOfY[i]!++;
          isCovered[j] = 1;
        }
      }
      return {
        precision: mean(inBallsOfY.map((balls) => Math.sign(balls))),
        recall: mean(isRecalled),
        density: mean(inBallsOfY) / neighbours,
        coverage: mean(isCovered),
      };
    },
  }),
});

/** Squared distance of each point to its k-th neighbour; its nearest is itself. */
const radii = (x: readonly Float32Array[], k: number): Float64Array =>
  Float64Array.from(x, (a) => Float64Array.from(x, (b) => squaredDistance(a, b)).sort()[k]!);

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
