import { definePlugin, TweedieError } from "@tweedie/core";
import { z } from "zod";
import { pointsOf, squaredDistance } from "./points/points.ts";

/**
 * Precision, recall, density and coverage of samples against a reference, in feature space. The ball of a point has the distance to
 * its k-th nearest neighbour in its own set as radius.
 *
 * - `precision`: fraction of samples inside at least one ball of the reference;
 * - `recall`: fraction of reference points inside at least one ball of the samples;
 * - `density`: mean number of reference balls that contain a sample, divided by k; 1 for equal distributions, and unbounded;
 * - `coverage`: fraction of reference balls that contain at least one sample.
 *
 * A ball contains its surface, as in the code of Kynkäänniemi et al.: so equal sets have precision, recall and coverage 1, even of
 * points that occur more than k times, whose balls have the radius 0. The package prdc of Naeem et al. leaves the surface out, which
 * differs only at equal distances: of repeated or discrete features.
 *
 * Precision and recall: Kynkäänniemi et al., arXiv 1904.06991. Density and coverage: Naeem et al., arXiv 2002.09797.
 */
export default definePlugin({
  role: "metric",
  summary: "Precision, recall, density and coverage of features",
  aliases: [
    "prdc",
    "precision",
    "recall",
    "precision-recall",
    "density-coverage",
    "coverage",
    "density",
    "improved-precision-recall",
  ],
  options: z.strictObject({
    neighbours: z
      .int()
      .positive()
      .max(100)
      .default(5)
      .describe("Number k of neighbours: the ball of a point extends to its k-th nearest neighbour."),
    samples: z
      .int()
      .min(2)
      .max(20_000)
      .default(2_000)
      .describe("Maximum number of points on each side, the first ones; the time is quadratic in it."),
  }),
  create: ({ neighbours, samples: limit }) => ({
    input: "features",
    limit,
    goals: { precision: "maximize", recall: "maximize", density: "maximize", coverage: "maximize" },
    descriptions: {
      precision: { title: "precision", unit: "fraction of the samples" },
      recall: { title: "recall", unit: "fraction of the real samples" },
      density: { title: "density", unit: "relative to the real samples" },
      coverage: { title: "coverage", unit: "fraction of the real samples" },
    },
    measure(samples, reference) {
      const [x, y] = [pointsOf(samples, limit), pointsOf(reference, limit)];
      for (const { length } of [x, y]) {
        if (length > neighbours) continue;
        const what = `metrics/neighbours with k = ${neighbours} needs more than ${neighbours} samples, but there are ${length}`;
        throw new TweedieError({
          where: "evaluate.samples",
          what,
          fix: "more samples, or data with more held-out samples",
        });
      }
      const [radiiOfX, radiiOfY] = [squaredRadii(x, neighbours), squaredRadii(y, neighbours)];
      const ballsAround = x.map(() => 0); // number of reference balls that contain the sample
      const isRecalled = y.map(() => 0);
      const isCovered = y.map(() => 0);
      for (let i = 0; i < x.length; i++) {
        for (let j = 0; j < y.length; j++) {
          const distance = squaredDistance(x[i]!, y[j]!);
          if (distance <= radiiOfX[i]!) isRecalled[j] = 1;
          if (distance > radiiOfY[j]!) continue;
          ballsAround[i]!++;
          isCovered[j] = 1;
        }
      }
      return {
        precision: mean(ballsAround.map((balls) => Math.sign(balls))),
        recall: mean(isRecalled),
        density: mean(ballsAround) / neighbours,
        coverage: mean(isCovered),
      };
    },
  }),
});

/** Squared distance of each point to its k-th nearest neighbour; index 0 of the sorted distances is the point itself. */
const squaredRadii = (x: readonly Float32Array[], k: number): Float64Array =>
  Float64Array.from(x, (a) => Float64Array.from(x, (b) => squaredDistance(a, b)).sort()[k]!);

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
