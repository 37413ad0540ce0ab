import { definePlugin } from "@tweedie/core";
import { inner, squaredNorm } from "@tweedie/diffusion";
import { z } from "zod";

/** The student's loss, one number per sample. This example is the SiD loss. */
export default definePlugin({
  role: "loss",
  summary: "<teacher - fake, teacher - noise> - lambda |teacher - fake|²",
  options: z.strictObject({
    lambda: z.number().default(0.5).describe("weight of the second term"),
  }),
  create: ({ lambda }) => ({
    student({ epsTeacher, epsFake, eps }) {
      const gap = epsTeacher.sub(epsFake); // [b, ...]
      return inner(gap, epsTeacher.sub(eps)).sub(squaredNorm(gap).mul(lambda)); // [b]
    },
  }),
});
