import { definePlugin } from "@tweedie/core";
import { sigmaOf } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * EDM's weight: the error of the network's output F has the same weight at every noise level.
 *
 * For errors of eps it is `(sigma² + sigmaData²) / sigmaData²`. The paper's `(sigma² + sigmaData²) / (sigma sigmaData)²` is for
 * errors of x0, which are sigma times as large. Karras et al., arXiv 2206.00364, table 1.
 */
export default definePlugin({
  role: "weighting",
  summary: "Weight 1 for errors of EDM's network output F: (sigma² + sigmaData²) / sigmaData² for errors of eps",
  options: z.strictObject({}),
  uses: ["teacher"],
  create: (_, { sigmaData }) => ({
    dependsOn: "level",
    denoiser: ({ level }) => sigmaOf(level).div(sigmaData).square().add(1).flatten(),
  }),
});
