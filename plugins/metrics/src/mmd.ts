import { definePlugin } from "@tweedie/core";
import { z } from "zod";
import { pointsOf, squaredDistance } from "./points/points.ts";

/**
 * Unbiased estimate of the squared maximum mean discrepancy. Its mean is zero for equal distributions, so it can be negative.
 *
 * The kernel is the mean of five Gaussians, whose widths are the bandwidth times 4, 2, 1, 1/2 and 1/4. Works in any dimension.
 * Gretton et al., "A kernel two-sample test", JMLR 13, 2012, lemma 6.
 */
export default definePlugin({
  role: "metric",
  summary: "Squared maximum mean discrepancy (MMD), with a Gaussian kernel of five widths",
  aliases: ["maximum-mean-discrepancy", "cmmd"],
  options: z.strictObject({
    samples: z
      .int()
      .min(2)
      .max(20_000)
      .default(1000)
      .describe("Maximum number of samples on each side, the first ones; the time is quadratic in it."),
    bandwidth: z
      .number()
      .positive()
      .optional()
      .describe("Width of the middle Gaussian; the median distance between reference samples if left out.")
      .meta({ example: 0.5 }),
  }),
  create: ({ samples: limit, bandwidth }) => ({
    goals: { mmd2: "minimize" },
    descriptions: { mmd2: { title: "squared maximum mean discrepancy" } },
    limit,
    measure(samples, reference) {
      const x = pointsOf(samples, limit);
      const y = pointsOf(reference, limit);
      const distancesOfY = distancesWithin(y);
      const width = bandwidth ?? Math.sqrt(median(distancesOfY));
      const meanKernel = (squaredDistances: Float64Array) =>
        squaredDistances.reduce((sum, squared) => sum + kernel(squared / width ** 2), 0) / squaredDistances.length;
      return {
        mmd2: meanKernel(distancesWithin(x)) + meanKernel(distancesOfY) - 2 * meanKernel(distancesBetween(x, y)),
      };
    },
  }),
});

/** Mean of Gaussians of widths 4, 2, 1, 1/2 and 1/4: each is the fourth power of the previous one. */
function kernel(squaredDistance: number): number {
  let power = Math.exp(-squaredDistance / 32);
  let sum = power;
  for (let i = 0; i < 4; i++) {
    power *= power;
    power *= power;
    sum += power;
  }
  return sum / 5;
}

/** Squared distances of all pairs of different points. */
function distancesWithin(x: readonly Float32Array[]): Float64Array {
  const out = new Float64Array((x.length * (x.length - 1)) / 2);
  let next = 0;
  for (let i = 1; i < x.length; i++) for (let j = 0; j < i; j++) out[next++] = squaredDistance(x[i]!, x[j]!);
  return out;
}

/** Squared distances of all pairs of a point of x and a point of y. */
function distancesBetween(x: readonly Float32Array[], y: readonly Float32Array[]): Float64Array {
  const out = new Float64Array(x.length * y.length);
  let next = 0;
  for (const a of x) for (const b of y) out[next++] = squaredDistance(a, b);
  return out;
}

const median = (values: Float64Array): number => values.toSorted()[Math.floor(values.length / 2)]!;
