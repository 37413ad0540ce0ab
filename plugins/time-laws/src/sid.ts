import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/**
 * SiD's distribution for training students: `sigma^(1/rho)` is uniform, from the fraction `tMin` of the way from `sigmaMin` to
 * `sigmaMax` to the fraction `tMax`.
 *
 * By default sigma is in [0.002, 24.4]. With `tMin: 0.02` and `tMax: 0.98` it is DMD2's, up to the grid of 1,000 levels there. Zhou et al., arXiv 2404.04057, section 4; the noise levels of Karras et al.
 * (arXiv 2206.00364, eq. 5), in increasing order.
 */
export default definePlugin({
  role: "timeLaw",
  summary: "Uniform distribution of sigma^(1/rho), without the noisiest levels (SiD)",
  options: z
    .strictObject({
      sigmaMin: z.number().positive().default(0.002).describe("Lowest noise-to-signal ratio."),
      sigmaMax: z.number().positive().default(80).describe("Noise-to-signal ratio at t = 1."),
      rho: z.number().positive().default(7).describe("Exponent: sigma^(1/rho) is linear in t."),
      tMin: z.number().min(0).max(1).optional().describe("Lower end of t. Default: 0.").meta({ example: 0.02 }),
      tMax: z.number().positive().max(1).default(0.8).describe("Upper end of t, which is uniform in [tMin, tMax]."),
    })
    .refine(({ sigmaMin, sigmaMax }) => sigmaMin < sigmaMax, "sigmaMin must be below sigmaMax")
    .refine(({ tMin = 0, tMax }) => tMin < tMax, "tMin must be below tMax"),
  uses: ["schedule"],
  create({ sigmaMin, sigmaMax, rho, tMin = 0, tMax }, schedule) {
    const start = sigmaMin ** (1 / rho);
    const end = sigmaMax ** (1 / rho);
    return {
      quantile: (u) => schedule.timeOf((start + (tMin + u * (tMax - tMin)) * (end - start)) ** rho),
    };
  },
});
