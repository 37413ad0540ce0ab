import { definePlugin } from "@tweedie/core";
import { inner, leftTransform } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * The left half of SiD's transform. L2 transforms both terms of the second product in `<ε_φ - ε_ψ, ε_φ> - <ε_φ - ε_ψ, ε_ψ>`,
 * `<ε_φ, ε_ψ> - |ε_ψ|²`. This loss transforms only the left term, `<ε_φ, ε_ψ>` to `<ε_φ, ε>`:
 *
 *     |ε_φ|² - <ε_φ, ε> - <ε_φ, ε_ψ> + |ε_ψ|²  =  <ε_φ, ε_φ - ε> - <ε_φ - ε_ψ, ε_ψ>
 *
 * It equals the Fisher divergence at the optimal ε_ψ, but it is unsound: at the teacher its gradient is `-E<ε_ψ, ∂ε_ψ>`, which the
 * right half would cancel.
 */
export default definePlugin({
  role: "loss",
  summary: "<teacher, teacher - noise> - <teacher - fake, fake>, the left half of L2's transform: collapses",
  options: z.strictObject({}),
  create: () => ({
    coefficients: leftTransform,
    student: ({ epsTeacher, epsFake, eps }) =>
      inner(epsTeacher, epsTeacher.sub(eps)).sub(inner(epsTeacher.sub(epsFake), epsFake)),
  }),
});
