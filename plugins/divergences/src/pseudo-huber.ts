import { definePlugin, sizeOf } from "@tweedie/core";
import { inner, squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * Score implicit matching with the pseudo-Huber distance of `y = ε_φ - ε_ψ`, `D(y) = sqrt(|y|² + c²) - c`:
 *
 *     <D'(y), ε_ψ - ε>  +  2 (1 - λ) D(y),    D'(y) = y / sqrt(|y|² + c²)
 *
 * By the identity `E<f(xt), ε_ψ> = E<f(xt), ε>`, valid for the optimal ε_ψ, the first term has the gradient of `E D(y)` with frozen
 * sampling distribution. λ = 1 is SIM's loss; λ = ½ has the exact gradient of `E D(y)`, with weights of the noise level alone. For
 * `D(y) = |y|²` the loss is `2 (L2 - λ L1)`, so λ is that of `sid/l2`. For large c the loss tends to `sid/l2` divided by c; for small c
 * the gradient in y has the same norm for all samples. Luo et al., arXiv 2410.16794, score-divergence gradient theorem; λ is an addition of this project.
 */
export default definePlugin({
  role: "loss",
  summary: "Pseudo-Huber distance of the scores instead of the squared distance (SIM)",
  aliases: ["sim"],
  options: z.strictObject({
    c: z
      .number()
      .positive()
      .default(0.1)
      .describe("Root-mean-square difference per element at which the distance changes from quadratic to linear."),
    lambda: z
      .number()
      .default(1)
      .describe(
        "Weight of the second term. 1: gradient with frozen sampling distribution, as in SIM; 0.5: exact gradient of the distance, with weights of the noise level alone.",
      ),
  }),
  create: ({ c, lambda }) => ({
    usesIdentity: true,
    student({ epsTeacher, epsFake, eps }) {
      const scaledC = c * Math.sqrt(sizeOf(eps.shape.slice(1)));
      const y = epsTeacher.sub(epsFake);
      const norm = squaredNorm(y)
        .add(scaledC ** 2)
        .sqrt(); // [b]
      const frozen = inner(y, epsFake.sub(eps)).div(norm);
      return frozen.add(norm.sub(scaledC).mul(2 * (1 - lambda)));
    },
  }),
});
