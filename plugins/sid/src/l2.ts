import { definePlugin } from "@tweedie/core";
import { fused, inner, squaredNorm } from "@tweedie/diffusion";
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
 * Zhou et al., arXiv 2404.04057, section 4.
 */
export default definePlugin({
  role: "loss",
  summary: "<teacher - fake, teacher - noise> - lambda |teacher - fake|² (SiD)",
  options: z.strictObject({
    lambda: z
      .number()
      .default(0.5)
      .describe("Weight of L1: 0.5 follows the exact gradient, with weights of the noise level alone; SiD uses 1.2."),
  }),
  create: ({ lambda }) => ({
    coefficients: fused(lambda),
    student({ epsTeacher, epsFake, eps }) {
      const gap = epsTeacher.sub(epsFake);
      return inner(gap, epsTeacher.sub(eps)).sub(squaredNorm(gap).mul(lambda));
    },
  }),
});
