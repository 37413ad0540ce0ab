import { definePlugin } from "@tweedie/core";
import { l1, squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * Fisher divergence with the fake score held constant, `L1 = |ε_φ - ε_ψ|²`.
 *
 * Its value is right at the optimal fake score, but training with it diverges: its gradient ignores that the optimum moves with θ.
 * Zhou et al., arXiv 2404.04057, section 4.
 */
export default definePlugin({
  role: "loss",
  summary: "|teacher - fake|², the Fisher divergence at constant fake score: diverges",
  aliases: ["fisher"],
  options: z.strictObject({}),
  create: () => ({
    coefficients: l1,
    student: ({ epsTeacher, epsFake }) => squaredNorm(epsTeacher.sub(epsFake)),
  }),
});
