import { definePlugin, sizeOf } from "@tweedie/core";
import { byLevel, inner, squaredNorm, valueAtLevel } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * Score implicit matching with the pseudo-Huber distance of `y = ε_φ - ε_ψ`, `D(y) = sqrt(|y|² + c²) - c`:
 *
 *     <D'(y), ε_ψ - ε>  +  2 (1 - λ) D(y),    D'(y) = y / sqrt(|y|² + c²)
 *
 * By the identity `E<f(xt), ε_ψ> = E<f(xt), ε>`, valid for the optimal ε_ψ, the first term has the gradient of `E D(y)` with frozen
 * sampling distribution. λ = 1 is SIM's loss; λ = ½ has the exact gradient of `E D(y)`, with weights of the noise level alone. For
 * `D(y) = |y|²` the loss is `2 (L2 - λ L1)`, so λ is that of `sid/l2`. For large c the loss tends to `sid/l2` divided by c; for small c
 * the gradient in y has the same norm for all samples. λ may be a function of the noise level. Luo et al., arXiv 2410.16794, score-divergence gradient theorem; λ is an addition of this project.
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
    lambda: byLevel
      .default(1)
      .describe(
        "Weight of the second term, a number or a table by noise level. 1: gradient with frozen sampling distribution, as in SIM; 0.5: exact gradient of the distance, with weights of the noise level alone.",
      )
      .meta({ example: { sigma: [0.1, 10], values: [0.5, 1] } }),
  }),
  create: ({ c, lambda }) => ({
    usesIdentity: true,
    student({ epsTeacher, epsFake, eps, level }) {
      const scaledC = c * Math.sqrt(sizeOf(eps.shape.slice(1)));
      const y = epsTeacher.sub(epsFake);
      const norm = squaredNorm(y)
        .add(scaledC ** 2)
        .sqrt(); // [b]
      const frozen = inner(y, epsFake.sub(eps)).div(norm);
      const ofLevel = valueAtLevel(lambda, level);
      const rest = typeof ofLevel === "number" ? 2 * (1 - ofLevel) : ofLevel.mul(-2).add(2);
      return frozen.add(norm.sub(scaledC).mul(rest));
    },
  }),
});
