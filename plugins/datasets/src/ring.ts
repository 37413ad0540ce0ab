import { definePlugin, TweedieError } from "@tweedie/core";
import { z } from "zod";
import { mixtureDataset } from "./builders/mixture-dataset.ts";

/** Gaussian modes evenly spaced on a circle: the usual test of mode coverage (Metz et al., arXiv 1611.02163). */
export default definePlugin({
  role: "data",
  summary: "Gaussian modes on a circle, with exact density",
  aliases: ["gaussians", "eight-gaussians", "8gaussians", "8-gaussians"],
  options: z.strictObject({
    modes: z.int().positive().max(10_000).default(8).describe("Number of modes."),
    radius: z.number().nonnegative().default(1).describe("Radius of the circle."),
    std: z.number().positive().default(0.05).describe("Standard deviation of each mode."),
    weights: z
      .array(z.number().nonnegative())
      .optional()
      .describe("Relative weight of each mode; equal if left out.")
      .meta({ example: [3, 1, 1, 1, 1, 1, 1, 1] }),
  }),
  create({ modes, radius, std, weights = new Array<number>(modes).fill(1) }) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (weights.length !== modes || total === 0) {
      throw new TweedieError({
        where: "data.weights",
        what: `a ring of ${modes} modes needs ${modes} weights, not all zero, but has [${weights.join(", ")}]`,
      });
    }
    const angles = Array.from({ length: modes }, (_, k) => (2 * Math.PI * k) / modes);
    return mixtureDataset({
      means: angles.map((angle) => [radius * Math.cos(angle), radius * Math.sin(angle)]),
      weights: weights.map((weight) => weight / total),
      std,
    });
  },
});
