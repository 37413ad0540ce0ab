import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/**
 * One noise level for all samples, fixed or annealed: `sigma0 (sigma / sigma0)^progress`, from `sigma0` at the start of training to `sigma`
 * at its end.
 *
 * Student and fake score must use the same level; a teacher trained at one level must use it too. Works with any loss.
 * After Bigdeli et al., arXiv 2001.02728.
 */
export default definePlugin({
  role: "timeLaw",
  summary: "One noise level for all samples, fixed or annealed (DDE)",
  options: z
    .strictObject({
      sigma: z
        .number()
        .positive()
        .describe("Noise-to-signal ratio; the last one if the level is annealed.")
        .meta({ example: 0.4 }),
      sigma0: z
        .number()
        .positive()
        .optional()
        .describe("First noise-to-signal ratio of an annealed level; sigma if left out.")
        .meta({ example: 2 }),
    })
    .refine(({ sigma, sigma0 = sigma }) => sigma0 >= sigma, "sigma0 must not be below sigma"),
  uses: ["schedule"],
  create: ({ sigma, sigma0 = sigma }, schedule) => ({
    level: { from: sigma0, to: sigma },
    quantile: (_, progress = 0) => schedule.timeOf(sigma0 * (sigma / sigma0) ** progress),
  }),
});
