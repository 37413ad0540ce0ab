import { definePlugin } from "@tweedie/core";
import { normalQuantile } from "@tweedie/diffusion";
import { z } from "zod";

/** `ln sigma ~ N(mean, std²)`: EDM's distribution for training denoisers. Karras et al., arXiv 2206.00364, table 1. */
export default definePlugin({
  role: "timeLaw",
  summary: "Normal distribution of the logarithm of the noise-to-signal ratio (EDM)",
  aliases: ["edm", "lognormal-edm", "p-mean"],
  options: z.strictObject({
    mean: z.number().default(-1.2).describe("Mean of ln sigma."),
    std: z.number().positive().default(1.2).describe("Standard deviation of ln sigma."),
  }),
  uses: ["schedule"],
  create: ({ mean, std }, schedule) => ({
    quantile: (u) => schedule.timeOf(Math.exp(mean + std * normalQuantile(u))),
  }),
});
