import { definePlugin, TweedieError } from "@tweedie/core";
import { z } from "zod";
import { pointsOf } from "./points/points.ts";

/**
 * Kernel distance of features: KID if the extractor is Inception. It is the unbiased estimate of the squared maximum mean discrepancy
 * with the kernel `(x · y / d + 1)³` of features in d dimensions. Its mean is zero for equal distributions with any number of samples,
 * so it can be negative. Published values are often multiplied by 1,000.
 *
 * Bińkowski et al., arXiv 1801.01401. Their code averages over random subsets of 1,000 samples; here one set has all pairs.
 */
export default definePlugin({
  role: "metric",
  summary: "Kernel distance of features: KID if they are Inception's",
  aliases: ["kernel-inception-distance"],
  options: z.strictObject({
    samples: z
      .int()
      .min(2)
      .max(20_000)
      .default(1_000)
      .describe("Maximum number of samples on each side, the first ones; the time is quadratic in it."),
  }),
  create: ({ samples: limit }) => ({
    input: "features",
    limit,
    goals: { kid: "minimize" },
    descriptions: { kid: { title: "kernel distance of features" } },
    measure(samples, reference) {
      const [x, y] = [pointsOf(samples, limit), pointsOf(reference, limit)];
      const fewest = Math.min(x.length, y.length);
      if (fewest < 2) {
        const what = `metrics/kid needs at least 2 samples, but there are ${fewest}`;
        throw new TweedieError({
          where: "evaluate.samples",
          what,
          fix: "more samples, or data with more held-out samples",
        });
      }
      return { kid: meanWithin(x) + meanWithin(y) - 2 * meanBetween(x, y) };
    },
  }),
});

function kernel(x: Float32Array, y: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += x[j]! * y[j]!;
  return (sum / x.length + 1) ** 3;
}

/** Mean kernel of all pairs of different points. */
function meanWithin(x: readonly Float32Array[]): number {
  let sum = 0;
  for (let i = 1; i < x.length; i++) for (let j = 0; j < i; j++) sum += kernel(x[i]!, x[j]!);
  return (2 * sum) / (x.length * (x.length - 1));
}

function meanBetween(x: readonly Float32Array[], y: readonly Float32Array[]): number {
  let sum = 0;
  for (const a of x) for (const b of y) sum += kernel(a, b);
  return sum / (x.length * y.length);
}
