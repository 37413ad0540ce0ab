import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** `ln sigma ~ U[ln sigmaMin, ln sigmaMax]`: all scales of noise are equally probable. */
export default definePlugin({
  role: "timeLaw",
  summary: "Uniform distribution of the logarithm of the noise-to-signal ratio",
  options: z
    .strictObject({
      sigmaMin: z.number().positive().default(0.002).describe("Lowest noise-to-signal ratio."),
      sigmaMax: z.number().positive().default(80).describe("Highest noise-to-signal ratio."),
    })
    .refine(({ sigmaMin, sigmaMax }) => sigmaMin < sigmaMax, "sigmaMin must be below sigmaMax"),
  uses: ["schedule"],
  create: ({ sigmaMin, sigmaMax }, schedule) => ({
    quantile: (u) => schedule.timeOf(sigmaMin * (sigmaMax / sigmaMin) ** u),
  }),
});
