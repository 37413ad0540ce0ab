import { definePlugin, TweedieError } from "@tweedie/core";
import { z } from "zod";
import { mixtureDataset } from "./builders/mixture-dataset.ts";

/** Gaussian modes at given means, in any dimension. */
export default definePlugin({
  role: "data",
  summary: "Gaussian modes at given means, with exact density",
  aliases: ["gmm", "mixture-of-gaussians", "mog", "gaussian-mixture", "points"],
  options: z.strictObject({
    means: z
      .array(z.array(z.number()).min(1))
      .min(1)
      .max(10_000)
      .describe("Mean of each mode, as many numbers each as samples have.")
      .meta({
        example: [
          [-1, 0],
          [1, 0],
        ],
      }),
    std: z.number().positive().default(0.05).describe("Standard deviation of each mode."),
    weights: z
      .array(z.number().nonnegative())
      .optional()
      .describe("Relative weight of each mode; equal if left out.")
      .meta({ example: [3, 1] }),
  }),
  create({ means, std, weights = means.map(() => 1) }) {
    const size = means[0]!.length;
    const odd = means.findIndex((mean) => mean.length !== size);
    if (odd >= 0) {
      const what = `has ${means[odd]!.length} numbers, and the first mean has ${size}`;
      throw new TweedieError({ where: `data.means[${odd}]`, what, fix: "give each mean as many numbers" });
    }
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (weights.length !== means.length || total === 0) {
      throw new TweedieError({
        where: "data.weights",
        what: `a mixture of ${means.length} means needs ${means.length} weights, not all zero, but has [${weights.join(", ")}]`,
      });
    }
    return mixtureDataset({ means, weights: weights.map((weight) => weight / total), std });
  },
});
