import { definePlugin } from "@tweedie/core";
import { inner, squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

/** Distance of the scores: `E<f, a - e>`, `f = (a - b) / |a - b|`. */
export default definePlugin({
  role: "loss",
  summary: "distance of the scores, not squared",
  options: z.strictObject({ soft: z.number().positive().default(0.1).describe("quadratic below this distance") }),
  create: ({ soft }) => ({
    student({ epsTeacher, epsFake, eps }) {
      const gap = epsTeacher.sub(epsFake); // [b, ...]
      const distance = squaredNorm(gap)
        .add(soft ** 2)
        .sqrt(); // [b]
      return inner(gap, epsTeacher.sub(eps)).div(distance);
    },
  }),
});
