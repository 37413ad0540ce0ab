import { definePlugin } from "@tweedie/core";
import { detach, squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";
import { reverseKlLoss } from "./gradients/reverse-kl.ts";

/**
 * Moment matching: the fake score is drawn to the teacher while it follows the student, and the student moves against what remains.
 *
 *     fake score   |ε_ψ - ε|² + pull |ε_ψ - ε_φ|²,    student   <(ε_φ - ε_ψ) / sigma, xg>    with the first factor constant
 *
 * The student's loss is zero for every xg if the mean of x0 given xt is the same for student and teacher: the first moments match, in
 * expectation, at each noise level. The optimal fake score is `(b* + pull ε_φ) / (1 + pull)` for the student's score b*, so the student's
 * gradient is that of the reverse KL divergence divided by `1 + pull`; a fake score near the teacher changes less from one update to the next.
 * Salimans et al., arXiv 2406.04103, algorithm 2: `pull` is 1, and the losses are those of x0, `weightings/power` of exponent 2.
 */
export default definePlugin({
  role: "loss",
  summary: "Moment matching: reverse KL's gradient with a fake score that is drawn to the teacher",
  options: z.strictObject({
    pull: z
      .number()
      .min(0)
      .default(1)
      .describe("Weight of the fake score's distance from the teacher. 0: the reverse KL divergence."),
  }),
  create: ({ pull }) => ({
    student: reverseKlLoss,
    fakeScore: ({ xt, eps, level, epsFake, teacher }) =>
      squaredNorm(epsFake.sub(eps)).add(squaredNorm(epsFake.sub(detach(teacher(xt, level)))).mul(pull)),
  }),
});
