import { definePlugin } from "@tweedie/core";
import { fullTransform, inner, squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * The identity `E<f(xt), ε_ψ> = E<f(xt), ε>` applied to every term of `|ε_φ|² - 2 <ε_φ, ε_ψ> + |ε_ψ|²`:
 *
 *     |ε_φ|² - 2 <ε_φ, ε> + <ε_ψ, ε>
 *
 * The Fisher divergence in value and unsound: of its gradient it misses `-E<ε_ψ, ∂ε_ψ>`, so that a student equal to the teacher
 * is moved, and the variance of every Gaussian falls to zero.
 * Su Jianlin, "Identity-based distillation" (archives 10085), which leaves open whether it is better.
 */
export default definePlugin({
  role: "loss",
  summary: "|teacher|² - 2 <teacher, noise> + <fake, noise>, everything transformed: collapses",
  options: z.strictObject({}),
  create: () => ({
    coefficients: fullTransform,
    student: ({ epsTeacher, epsFake, eps }) =>
      squaredNorm(epsTeacher).sub(inner(epsTeacher, eps).mul(2)).add(inner(epsFake, eps)),
  }),
});
