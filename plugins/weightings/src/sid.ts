import { definePlugin } from "@tweedie/core";
import { detach, meanPerSample, sigmaOf } from "@tweedie/diffusion";
import { z } from "zod";

/** What SiD's code lets the mean error of x0 fall to before it divides by it. */
const floor = 1e-5;

/**
 * SiD's weight of the student's loss: `sigma / mean|epsTeacher - eps|`, held constant.
 *
 * It is `1 / mean|xg - x0Teacher|` for a loss written in x0, where everything is sigma times as large, and squared.
 * Zhou et al., arXiv 2404.04057, section 4; DMD divides by the same (arXiv 2311.18828, eq. 8).
 */
export default definePlugin({
  role: "weighting",
  summary: "divides by the teacher's own error (SiD, DMD)",
  options: z.strictObject({
    scale: z.number().positive().default(1).describe("factor of the whole loss; SiD's code has 100"),
  }),
  create: ({ scale }) => ({
    student({ epsTeacher, eps, level }) {
      const sigma = sigmaOf(level).flatten(); // [b]
      const error = detach(meanPerSample(epsTeacher.sub(eps).abs())).mul(sigma);
      return sigma.square().mul(scale).div(error.maximum(floor));
    },
  }),
});
