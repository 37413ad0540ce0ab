import { definePlugin, type NoisedBatch } from "@tweedie/core";
import { sigmaOf } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * A power of the noise-to-signal ratio, `sigma^exponent`.
 *
 * With exponent 2 the loss is that of errors of x0, since `x0 - x0' = sigma (eps' - eps)`; with 1 the weight is SNR^-½.
 */
export default definePlugin({
  role: "weighting",
  summary: "A power of the noise-to-signal ratio, sigma^exponent",
  options: z.strictObject({
    exponent: z.number().default(2).describe("Exponent of sigma: 0 weights errors of eps equally, 2 errors of x0."),
  }),
  create({ exponent }) {
    const weight = ({ level }: NoisedBatch) => sigmaOf(level).flatten().pow(exponent);
    return { dependsOn: "level", student: weight, denoiser: weight };
  },
});
