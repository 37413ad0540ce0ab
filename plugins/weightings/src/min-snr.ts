import { definePlugin } from "@tweedie/core";
import { sigmaOf } from "@tweedie/diffusion";
import { z } from "zod";

/** `min(SNR, gamma) / SNR = min(1, gamma sigma²)`: small noise, easy to predict, counts less. Hang et al., arXiv 2303.09556. */
export default definePlugin({
  role: "weighting",
  summary: "errors of eps count less below a noise level (Min-SNR)",
  options: z.strictObject({
    gamma: z.number().positive().default(5).describe("signal-to-noise ratio above which the weight falls"),
  }),
  create: ({ gamma }) => ({
    denoiser: ({ level }) => sigmaOf(level).square().mul(gamma).minimum(1).flatten(),
  }),
});
