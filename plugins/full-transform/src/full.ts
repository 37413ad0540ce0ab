import { definePlugin } from "@tweedie/core";
import { fullTransform, inner, squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * The identity `E<f(xt), ε_ψ> = E<f(xt), ε>` applied to every term of `|ε_φ|² - 2 <ε_φ, ε_ψ> + |ε_ψ|²`:
 *
 *     |ε_φ|² - 2 <ε_φ, ε> + <ε_ψ, ε>
 *
 * It equals the Fisher divergence at the optimal ε_ψ, but it is unsound: at constant ε_ψ its gradient lacks the term `-E<ε_ψ, ∂ε_ψ>`,
 * so a student equal to the teacher is not a stationary point, and the variance of every Gaussian falls to zero.
 * Su Jianlin, "Identity-based distillation" (archives 10085), which leaves open whether this loss is better.
 */
export default definePlugin({
  role: "loss",
  summary: "|teacher|² - 2 <teacher, noise> + <fake, noise>, all terms transformed: collapses",
  options: z.strictObject({}),
  create: () => ({
    coefficients: fullTransform,
    student: ({ epsTeacher, epsFake, eps }) =>
      squaredNorm(epsTeacher).sub(inner(epsTeacher, eps).mul(2)).add(inner(epsFake, eps)),
  }),
});
