import { definePlugin } from "@tweedie/core";
import { sigmaOf } from "@tweedie/diffusion";
import { z } from "zod";

/** Min-SNR weight, `min(SNR, gamma) / SNR = min(1, gamma sigma²)`: low noise levels have less weight. Hang et al., arXiv 2303.09556. */
export default definePlugin({
  role: "weighting",
  summary: "Less weight for errors of eps at low noise levels, min(1, gamma sigma²) (Min-SNR)",
  aliases: ["snr", "minsnr"],
  options: z.strictObject({
    gamma: z
      .number()
      .positive()
      .default(5)
      .describe("Signal-to-noise ratio, sigma^-2, above which the weight decreases."),
  }),
  create: ({ gamma }) => ({
    dependsOn: "level",
    denoiser: ({ level }) => sigmaOf(level).square().mul(gamma).minimum(1).flatten(),
  }),
});
