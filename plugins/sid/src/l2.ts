import { definePlugin } from "@tweedie/core";
import { fused, inner, squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * SiD's student loss, `L2 - λ L1`:
 *
 *     <ε_φ - ε_ψ, ε_φ - ε>  -  λ |ε_φ - ε_ψ|²
 *
 * The first term stands for `|ε_φ - ε_ψ|²` by the identity `E<f(xt), ε_ψ> = E<f(xt), ε>`, true of an optimal ε_ψ.
 * Its gradient at constant ε_ψ is `(1 - λ) G1 + ½ G2`, where `G1 + G2` is the Fisher divergence's: λ = ½ follows the exact
 * one. Of two Gaussians, the student is drawn to the teacher from everywhere for 0 <= λ <= 1, though below ½ the mean of a narrow
 * one is pushed away until its variance has grown; above 1 a wide one runs away, below 0 a narrow one collapses.
 * Zhou et al., arXiv 2404.04057, section 4.
 */
export default definePlugin({
  role: "loss",
  summary: "<teacher - fake, teacher - noise> - lambda |teacher - fake|² (SiD)",
  options: z.strictObject({
    lambda: z.number().default(0.5).describe("weight of L1: 0.5 is the exact gradient, 1.2 what SiD published"),
  }),
  create: ({ lambda }) => ({
    coefficients: fused(lambda),
    student({ epsTeacher, epsFake, eps }) {
      const gap = epsTeacher.sub(epsFake);
      return inner(gap, epsTeacher.sub(eps)).sub(squaredNorm(gap).mul(lambda));
    },
  }),
});
