import { definePlugin, sizeOf } from "@tweedie/core";
import { inner, squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * Score implicit matching by the pseudo-Huber distance of `y = ε_φ - ε_ψ`, `D(y) = sqrt(|y|² + c²) - c`:
 *
 *     <D'(y), ε_ψ - ε>  +  2 (1 - λ) D(y),    D'(y) = y / sqrt(|y|² + c²)
 *
 * By the identity `E<f(xt), ε_ψ> = E<f(xt), ε>`, true of an optimal ε_ψ, the first term has the gradient of `E D(y)` whose
 * sampling law is frozen. λ = 1 is SIM's loss; λ = ½ has the exact gradient of `E D(y)`. With `D(y) = |y|²` it is
 * `2 (L2 - λ L1)`, so λ is that of `sid/l2`, which it tends to, divided by c, where c is large; where c is small every
 * sample pulls alike. Luo et al., arXiv 2410.16794, score-divergence gradient theorem; λ is ours.
 */
export default definePlugin({
  role: "loss",
  summary: "pseudo-Huber distance of the scores instead of the squared one (SIM)",
  options: z.strictObject({
    c: z
      .number()
      .positive()
      .default(0.1)
      .describe("difference, per element, at which square turns into absolute value"),
    lambda: z.number().default(1).describe("1: sampling law frozen, as SIM; 0.5: the distance's exact gradient"),
  }),
  create: ({ c, lambda }) => ({
    student({ epsTeacher, epsFake, eps }) {
      const bend = c * Math.sqrt(sizeOf(eps.shape.slice(1)));
      const y = epsTeacher.sub(epsFake);
      const norm = squaredNorm(y)
        .add(bend ** 2)
        .sqrt(); // [b]
      const frozen = inner(y, epsFake.sub(eps)).div(norm);
      return frozen.add(norm.sub(bend).mul(2 * (1 - lambda)));
    },
  }),
});
