import { definePlugin } from "@tweedie/core";
import { inner, rightTransform, squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * The right half of SiD's transform. L2 rewrites the second product of `<ε_φ - ε_ψ, ε_φ> - <ε_φ - ε_ψ, ε_ψ>`, that is
 * `<ε_φ, ε_ψ> - |ε_ψ|²`; here its right term alone, `|ε_ψ|²` to `<ε_ψ, ε>`:
 *
 *     |ε_φ|² - 2 <ε_φ, ε_ψ> + <ε_ψ, ε>
 *
 * The Fisher divergence in value and unsound: at the teacher its gradient is `E<ε_ψ, ∂ε_ψ>`, which the left half would cancel.
 * At each noise level a Gaussian's variance is drawn to twice the teacher's, noise included: the more noise, the wider.
 */
export default definePlugin({
  role: "loss",
  summary:
    "|teacher|² - 2 <teacher, fake> + <fake, noise>, the right half of L2's transform: the more noise, the wider",
  options: z.strictObject({}),
  create: () => ({
    coefficients: rightTransform,
    student: ({ epsTeacher, epsFake, eps }) =>
      squaredNorm(epsTeacher).sub(inner(epsTeacher, epsFake).mul(2)).add(inner(epsFake, eps)),
  }),
});
