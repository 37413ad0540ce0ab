import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/**
 * Variance preserving schedule with a noise rate whose root is linear in t: `alphaBar² = exp(-∫β)`, `√β(t) = √betaMin + t (√betaMax - √betaMin)`.
 *
 * The continuous limit of the schedule of latent diffusion and Stable Diffusion, `scaled_linear` of diffusers: Rombach et al., arXiv 2112.10752.
 */
export default definePlugin({
  role: "schedule",
  summary: "Variance preserving, root of the noise rate linear in time (Stable Diffusion)",
  aliases: ["stable-diffusion", "sd", "sd15", "latent-diffusion", "ldm"],
  options: z
    .strictObject({
      betaMin: z.number().positive().default(0.85).describe("Noise rate β at t = 0: 1,000 times that of 1,000 steps."),
      betaMax: z.number().positive().default(12).describe("Noise rate β at t = 1."),
    })
    .refine(({ betaMin, betaMax }) => betaMin <= betaMax, "betaMin must not exceed betaMax"),
  create({ betaMin, betaMax }) {
    const root = Math.sqrt(betaMin);
    const slope = Math.sqrt(betaMax) - root;
    return {
      amplitudes(t) {
        const integral = t * (betaMin + root * slope * t + (slope * t) ** 2 / 3);
        return { alphaBar: Math.exp(-integral / 2), betaBar: Math.sqrt(-Math.expm1(-integral)) };
      },
      timeOf(sigma) {
        const integral = Math.log1p(sigma ** 2);
        const end = Math.cbrt(root ** 3 + 3 * slope * integral); // root + slope t
        return (3 * integral) / (end ** 2 + end * root + betaMin);
      },
    };
  },
});
