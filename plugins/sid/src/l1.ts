import { definePlugin } from "@tweedie/core";
import { l1, squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * The Fisher divergence with the fake score held constant, `L1 = |ε_φ - ε_ψ|²`.
 *
 * Right where the fake score is optimal and useless for training: it ignores that the optimum moves with the student.
 * Zhou et al., arXiv 2404.04057, section 4.
 */
export default definePlugin({
  role: "loss",
  summary: "|teacher - fake|², the Fisher divergence taken literally: diverges",
  options: z.strictObject({}),
  create: () => ({
    coefficients: l1,
    student: ({ epsTeacher, epsFake }) => squaredNorm(epsTeacher.sub(epsFake)),
  }),
});
