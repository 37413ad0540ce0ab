import { definePlugin } from "@tweedie/core";
import { z } from "zod";
import { reverseKlLoss } from "./gradients/reverse-kl.ts";

/**
 * Gradient of the Kullback-Leibler divergence of the student's noised distribution from the teacher's. Scores are `-ε/betaBar`, so
 *
 *     ∇_θ KL(p_θ || p_φ)  =  E <∇log p_θ(xt) - ∇log p_φ(xt), ∂_θ xt>  =  E <(ε_φ - ε_ψ) / sigma, ∂_θ xg>
 *
 * The loss is `<(ε_φ - ε_ψ) / sigma, xg>` with the first factor held constant, so no gradient flows through the denoisers. Its value
 * has no meaning. Unlike in the Fisher family, the gradient at constant ε_ψ is exact at any θ: the change of ε_ψ with θ adds nothing.
 * Diff-Instruct, arXiv 2305.18455; DMD, arXiv 2311.18828, eq. 7; the generator's gradient of DDE, arXiv 2001.02728.
 */
export default definePlugin({
  role: "loss",
  summary: "Gradient of the reverse KL divergence, <(teacher - fake) / sigma, xg> (Diff-Instruct, DMD)",
  aliases: [
    "kl",
    "dmd",
    "diff-instruct",
    "vsd",
    "prolificdreamer",
    "variational-score-distillation",
    "sds",
    "distribution-matching",
  ],
  options: z.strictObject({}),
  create: () => ({
    student: reverseKlLoss,
  }),
});
