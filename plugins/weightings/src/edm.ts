import { definePlugin } from "@tweedie/core";
import { sigmaOf } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * EDM's weight, at which the error of its network `F` counts alike at every level.
 *
 * For errors of eps it is `(sigma² + sigmaData²) / sigmaData²`: the paper's `(sigma² + sigmaData²) / (sigma sigmaData)²` is for
 * errors of x0, which are sigma times as large. Karras et al., arXiv 2206.00364, table 1.
 */
export default definePlugin({
  role: "weighting",
  summary: "errors of EDM's network F count alike",
  options: z.strictObject({}),
  uses: ["data"],
  create: (_, { sigmaData }) => ({
    denoiser: ({ level }) => sigmaOf(level).div(sigmaData).square().add(1).flatten(),
  }),
});
