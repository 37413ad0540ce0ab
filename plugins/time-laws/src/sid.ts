import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/**
 * What SiD trains students with: uniform along Karras's curve `sigma^(1/rho)`, from `sigmaMin` up to the fraction `tMax` of it.
 *
 * By default sigma is in [0.002, 24.4]. Zhou et al., arXiv 2404.04057, section 4; the curve is Karras et al.'s
 * (arXiv 2206.00364, eq. 5), run from small noise to large.
 */
export default definePlugin({
  role: "timeLaw",
  summary: "uniform along Karras's curve of noise levels, its noisy end left out (SiD)",
  options: z
    .strictObject({
      sigmaMin: z.number().positive().default(0.002),
      sigmaMax: z.number().positive().default(80),
      rho: z.number().positive().default(7),
      tMax: z.number().positive().max(1).default(0.8).describe("fraction of the curve that is used"),
    })
    .refine(({ sigmaMin, sigmaMax }) => sigmaMin < sigmaMax, "sigmaMin must be below sigmaMax"),
  uses: ["schedule"],
  create({ sigmaMin, sigmaMax, rho, tMax }, schedule) {
    const start = sigmaMin ** (1 / rho);
    const end = sigmaMax ** (1 / rho);
    return {
      quantile: (u) => schedule.timeOf((start + u * tMax * (end - start)) ** rho),
    };
  },
});
