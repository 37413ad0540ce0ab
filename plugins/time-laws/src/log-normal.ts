import { definePlugin } from "@tweedie/core";
import { normalQuantile } from "@tweedie/diffusion";
import { z } from "zod";

/** `ln sigma ~ N(mean, std²)`: what EDM trains denoisers with. Karras et al., arXiv 2206.00364, table 1. */
export default definePlugin({
  role: "timeLaw",
  summary: "normal in the logarithm of the noise-to-signal ratio (EDM)",
  options: z.strictObject({
    mean: z.number().default(-1.2).describe("mean of ln sigma"),
    std: z.number().positive().default(1.2).describe("standard deviation of ln sigma"),
  }),
  uses: ["schedule"],
  create: ({ mean, std }, schedule) => ({
    quantile: (u) => schedule.timeOf(Math.exp(mean + std * normalQuantile(u))),
  }),
});
