import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/**
 * Variance preserving schedule with a noise rate linear in t: `alphaBar² = exp(-∫β)`, `β(t) = betaMin + t (betaMax - betaMin)`.
 *
 * The continuous limit of DDPM's schedule: Song et al., arXiv 2011.13456, eq. 33.
 */
export default definePlugin({
  role: "schedule",
  summary: "Variance preserving, noise rate linear in time (DDPM)",
  aliases: ["ddpm", "vp", "variance-preserving", "vpsde", "beta-schedule", "linear-beta", "ddim"],
  options: z
    .strictObject({
      betaMin: z.number().positive().default(0.1).describe("Noise rate β at t = 0."),
      betaMax: z.number().positive().default(20).describe("Noise rate β at t = 1."),
    })
    .refine(({ betaMin, betaMax }) => betaMin <= betaMax, "betaMin must not exceed betaMax"),
  create({ betaMin, betaMax }) {
    const slope = betaMax - betaMin;
    return {
      amplitudes(t) {
        const integral = t * (betaMin + (slope * t) / 2);
        return { alphaBar: Math.exp(-integral / 2), betaBar: Math.sqrt(-Math.expm1(-integral)) };
      },
      timeOf(sigma) {
        const integral = Math.log1p(sigma ** 2);
        return (2 * integral) / (betaMin + Math.sqrt(betaMin ** 2 + 2 * slope * integral));
      },
    };
  },
});
