import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/**
 * SiD's distribution for training students: `sigma^(1/rho)` is uniform, from `sigmaMin` to the fraction `tMax` of the way to `sigmaMax`.
 *
 * By default sigma is in [0.002, 24.4]. Zhou et al., arXiv 2404.04057, section 4; the noise levels of Karras et al.
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
      tMax: z.number().positive().max(1).default(0.8).describe("Upper end of t, which is uniform in [0, tMax]."),
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
