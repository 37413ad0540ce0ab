import { definePlugin } from "@tweedie/core";
import { detach, meanPerSample, sigmaOf } from "@tweedie/diffusion";
import { z } from "zod";

/** Lower bound of the mean error of x0, as in SiD's code. */
const floor = 1e-5;

/**
 * SiD's weight of the student's loss, `sigma / mean|epsTeacher - eps|`, held constant.
 *
 * For a loss written in x0, whose errors are sigma times as large, it is `1 / mean|xg - x0Teacher|`.
 * It depends on the noise, so the score identity `E[w <f, b*>] = E[w <f, e>]` does not hold. For Gaussians near each other
 * `kappa = E[w <a - b*, a - e>] / E[w |a - b*|²]` is `1 - 1/d` in d > 1 dimensions, where 1 is unbiased: 0.08 in one dimension (by the
 * bound of the error), 0.5 in two, 0.94 in 16, 0.999 in 784. With λ = ½ its gradient is not that of a Fisher divergence in few dimensions.
 * Zhou et al., arXiv 2404.04057, section 4; DMD has the same divisor (arXiv 2311.18828, eq. 8).
 */
export default definePlugin({
  role: "weighting",
  summary: "Division by the teacher's mean error, sigma / mean|teacher - noise| (SiD, DMD)",
  options: z.strictObject({
    scale: z.number().positive().default(1).describe("Factor of the loss; 100 in SiD's code."),
  }),
  create: ({ scale }) => ({
    dependsOn: "noise",
    student({ epsTeacher, eps, level }) {
      const sigma = sigmaOf(level).flatten(); // [b]
      const error = detach(meanPerSample(epsTeacher.sub(eps).abs())).mul(sigma);
      return sigma.square().mul(scale).div(error.maximum(floor));
    },
  }),
});
