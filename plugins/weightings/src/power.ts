import { definePlugin, type NoisedBatch } from "@tweedie/core";
import { sigmaOf } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * A power of the noise-to-signal ratio, `sigma^exponent`.
 *
 * With 2 the loss counts errors of x0 and not of eps, since `x0 - x0' = sigma (eps' - eps)`; with 1 it is the inverse of SNR^½.
 */
export default definePlugin({
  role: "weighting",
  summary: "a power of the noise-to-signal ratio",
  options: z.strictObject({
    exponent: z.number().default(2).describe("0 counts errors of eps alike, 2 errors of x0"),
  }),
  create({ exponent }) {
    const weight = ({ level }: NoisedBatch) => sigmaOf(level).flatten().pow(exponent);
    return { student: weight, denoiser: weight };
  },
});
