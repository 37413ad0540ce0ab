import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** `ln sigma ~ U[ln sigmaMin, ln sigmaMax]`: every scale of noise alike. */
export default definePlugin({
  role: "timeLaw",
  summary: "uniform in the logarithm of the noise-to-signal ratio",
  options: z
    .strictObject({
      sigmaMin: z.number().positive().default(0.002),
      sigmaMax: z.number().positive().default(80),
    })
    .refine(({ sigmaMin, sigmaMax }) => sigmaMin < sigmaMax, "sigmaMin must be below sigmaMax"),
  uses: ["schedule"],
  create: ({ sigmaMin, sigmaMax }, schedule) => ({
    quantile: (u) => schedule.timeOf(sigmaMin * (sigmaMax / sigmaMin) ** u),
  }),
});
