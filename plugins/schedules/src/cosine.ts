import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/**
 * Variance preserving cosine schedule: `alphaBar = cos(πt/2)`, `betaBar = sin(πt/2)` for t in (0, 1).
 *
 * Nichol and Dhariwal, arXiv 2102.09672, eq. 17, without their offset, as in Salimans and Ho, arXiv 2202.00512.
 */
export default definePlugin({
  role: "schedule",
  summary: "Variance preserving, cosine and sine of time (cosine)",
  aliases: ["iddpm", "improved-ddpm", "squaredcos-cap-v2", "nichol"],
  options: z.strictObject({}),
  create: () => ({
    amplitudes: (t) => ({ alphaBar: Math.cos((Math.PI / 2) * t), betaBar: Math.sin((Math.PI / 2) * t) }),
    timeOf: (sigma) => (2 / Math.PI) * Math.atan(sigma),
  }),
});
