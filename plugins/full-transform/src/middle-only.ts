import { definePlugin } from "@tweedie/core";
import { inner, middleOnly, squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * The identity applied to the middle term of `|ε_φ|² - 2 <ε_φ, ε_ψ> + |ε_ψ|²`:
 *
 *     |ε_φ|² - 2 <ε_φ, ε> + |ε_ψ|²  =  |ε_φ - ε|² + |ε_ψ|² - |ε|²
 *
 * Together with the fake score's `|ε_ψ - ε|²` it resembles a least-squares GAN. It equals the Fisher divergence at the optimal ε_ψ, but it
 * is unsound: its gradient lacks the term `-2 E<ε_ψ, ∂ε_ψ>`, twice that of the full transform. Su Jianlin (archives 10085), eq. gloss-3.
 */
export default definePlugin({
  role: "loss",
  summary: "|teacher - noise|² + |fake|² - |noise|², the middle term transformed: collapses",
  options: z.strictObject({}),
  create: () => ({
    coefficients: middleOnly,
    student: ({ epsTeacher, epsFake, eps }) =>
      squaredNorm(epsTeacher).sub(inner(epsTeacher, eps).mul(2)).add(squaredNorm(epsFake)),
  }),
});
