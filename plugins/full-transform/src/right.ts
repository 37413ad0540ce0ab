import { definePlugin } from "@tweedie/core";
import { inner, rightTransform, squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * The right half of SiD's transform. L2 transforms both terms of the second product in `<ε_φ - ε_ψ, ε_φ> - <ε_φ - ε_ψ, ε_ψ>`,
 * `<ε_φ, ε_ψ> - |ε_ψ|²`. This loss transforms only the right term, `|ε_ψ|²` to `<ε_ψ, ε>`:
 *
 *     |ε_φ|² - 2 <ε_φ, ε_ψ> + <ε_ψ, ε>
 *
 * It equals the Fisher divergence at the optimal ε_ψ, but it is unsound: at the teacher its gradient is `E<ε_ψ, ∂ε_ψ>`, which the left
 * half would cancel. At each noise level the noised variance of a Gaussian converges to twice the teacher's, so the student's variance
 * grows with the noise.
 */
export default definePlugin({
  role: "loss",
  summary: "|teacher|² - 2 <teacher, fake> + <fake, noise>, the right half of L2's transform: diverges",
  options: z.strictObject({}),
  create: () => ({
    coefficients: rightTransform,
    student: ({ epsTeacher, epsFake, eps }) =>
      squaredNorm(epsTeacher).sub(inner(epsTeacher, epsFake).mul(2)).add(inner(epsFake, eps)),
  }),
});
