import { definePlugin } from "@tweedie/core";
import { byLevel, fused, inner, squaredNorm, valueAtLevel, valueAtSigma } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * SiD's student loss, `L2 - λ L1`:
 *
 *     <ε_φ - ε_ψ, ε_φ - ε>  -  λ |ε_φ - ε_ψ|²
 *
 * By the identity `E<f(xt), ε_ψ> = E<f(xt), ε>`, valid for the optimal ε_ψ, the first term has the mean of `|ε_φ - ε_ψ|²`.
 * The gradient at constant ε_ψ is `(1 - λ) G1 + ½ G2`, where `G1 + G2` is the gradient of the Fisher divergence: λ = ½ has half of the
 * exact gradient, if the weighting depends on the noise level alone (`docs/mathematics.md`, section Weights). For Gaussians, the student
 * converges to the teacher from any start for 0 <= λ <= 1, although for λ < ½ the mean of a narrow student first moves away, until its
 * variance has grown. For λ > 1 a wide student diverges, for λ < 0 a narrow one collapses.
 *
 * λ may be a function of the noise level: the identity holds at each level, so each has the value and the gradient of its own λ.
 * Zhou et al., arXiv 2404.04057, section 4.
 */
export default definePlugin({
  role: "loss",
  summary: "<teacher - fake, teacher - noise> - lambda |teacher - fake|² (SiD)",
  aliases: ["score-identity", "score-identity-distillation"],
  options: z.strictObject({
    lambda: byLevel
      .default(0.5)
      .describe(
        "Weight of L1, a number or a table by noise level: 0.5 follows the exact gradient, with weights of the noise level alone; SiD uses 1.2.",
      )
      .meta({ example: { sigma: [0.1, 10], values: [0.5, 1] } }),
  }),
  create: ({ lambda }) => ({
    coefficients: typeof lambda === "number" ? fused(lambda) : ({ sigma }) => fused(valueAtSigma(lambda, sigma)),
    student({ epsTeacher, epsFake, eps, level }) {
      const gap = epsTeacher.sub(epsFake);
      return inner(gap, epsTeacher.sub(eps)).sub(squaredNorm(gap).mul(valueAtLevel(lambda, level)));
    },
  }),
});
