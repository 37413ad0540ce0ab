import { definePlugin } from "@tweedie/core";
import { inner, middleOnly, squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * The identity applied to the middle term of `|ε_φ|² - 2 <ε_φ, ε_ψ> + |ε_ψ|²`:
 *
 *     |ε_φ|² - 2 <ε_φ, ε> + |ε_ψ|²  =  |ε_φ - ε|² + |ε_ψ|² - |ε|²
 *
 * Beside the fake score's `|ε_ψ - ε|²` it looks like a least-squares GAN. The Fisher divergence in value and unsound: of its gradient
 * it misses `-2 E<ε_ψ, ∂ε_ψ>`, twice what the full transform does. Su Jianlin (archives 10085), eq. gloss-3.
 */
export default definePlugin({
  role: "loss",
  summary: "|teacher - noise|² + |fake|² less |noise|², the middle term transformed: collapses",
  options: z.strictObject({}),
  create: () => ({
    coefficients: middleOnly,
    student: ({ epsTeacher, epsFake, eps }) =>
      squaredNorm(epsTeacher).sub(inner(epsTeacher, eps).mul(2)).add(squaredNorm(epsFake)),
  }),
});
