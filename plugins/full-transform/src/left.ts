import { definePlugin } from "@tweedie/core";
import { inner, leftTransform } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * The left half of SiD's transform. L2 rewrites the second product of `<ε_φ - ε_ψ, ε_φ> - <ε_φ - ε_ψ, ε_ψ>`, that is
 * `<ε_φ, ε_ψ> - |ε_ψ|²`; here its left term alone, `<ε_φ, ε_ψ>` to `<ε_φ, ε>`:
 *
 *     |ε_φ|² - <ε_φ, ε> - <ε_φ, ε_ψ> + |ε_ψ|²  =  <ε_φ, ε_φ - ε> - <ε_φ - ε_ψ, ε_ψ>
 *
 * The Fisher divergence in value and unsound: at the teacher its gradient is `-E<ε_ψ, ∂ε_ψ>`, which the right half would cancel.
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
