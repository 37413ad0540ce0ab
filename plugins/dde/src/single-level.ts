import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/**
 * One noise level for every sample, which may fall over the training: `sigma0` at its beginning, `sigma` at its end, the logarithm
 * linear between.
 *
 * Student and fake score have to share it, and so has a teacher trained at one level. Any loss runs under it. After Bigdeli et al.,
 * arXiv 2001.02728.
 */
export default definePlugin({
  role: "timeLaw",
  summary: "one noise level for all, fixed or annealed (DDE)",
  options: z
    .strictObject({
      sigma: z.number().positive().describe("noise-to-signal ratio"),
      sigma0: z.number().positive().optional().describe("ratio at the beginning, from which it falls to sigma"),
    })
    .refine(({ sigma, sigma0 = sigma }) => sigma0 >= sigma, "sigma0 must not be below sigma"),
  uses: ["schedule"],
  create: ({ sigma, sigma0 = sigma }, schedule) => ({
    level: { from: sigma0, to: sigma },
    quantile: (_, progress = 0) => schedule.timeOf(sigma0 * (sigma / sigma0) ** progress),
  }),
});
