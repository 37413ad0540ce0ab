import { definePlugin } from "@tweedie/core";
import { detach, inner, sigmaOf } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * The divergence of Kullback and Leibler of the student's noised law from the teacher's, by its gradient: scores are `-ε/betaBar`, so
 *
 *     ∇_θ KL(p_θ || p_φ)  =  E <∇log p_θ(xt) - ∇log p_φ(xt), ∂_θ xt>  =  E <(ε_φ - ε_ψ) / sigma, ∂_θ xg>
 *
 * and the loss is `<(ε_φ - ε_ψ) / sigma, xg>` with the first factor held constant: no gradient flows through the denoisers. Its value
 * says nothing. Unlike the Fisher family it is right at any θ with ε_ψ held constant: that ε_ψ moves adds nothing to the gradient.
 * Diff-Instruct, arXiv 2305.18455; DMD, arXiv 2311.18828, eq. 7; the generator's gradient of DDE, arXiv 2001.02728.
 */
export default definePlugin({
  role: "loss",
  summary: "gradient of the reverse KL divergence, <(teacher - fake) / sigma, xg> (Diff-Instruct, DMD)",
  options: z.strictObject({}),
  create: () => ({
    student: ({ xg, epsTeacher, epsFake, level }) => inner(detach(epsTeacher.sub(epsFake).div(sigmaOf(level))), xg),
  }),
});
