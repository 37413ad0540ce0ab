import { definePlugin } from "@tweedie/core";
import { sigmaOf } from "@tweedie/diffusion";
import { z } from "zod";

/**
 * Division by the error of x0 that an optimal teacher is expected to have at the noise level, for Gaussian data of variance sigmaData².
 *
 * The teacher's mean error, `mean|xg - x0Teacher|`, is then `sqrt(2/π) sigma sigmaData / sqrt(sigma² + sigmaData²)`. It is the expectation of
 * the divisor of `weightings/sid`, which it equals in many dimensions. The weight depends on the level alone. The score identity therefore
 * holds, `kappa = 1` in every dimension, and the loss with λ = ½ has the exact gradient of a Fisher divergence weighted by level. Relative
 * variance of this gradient: that of `weightings/sid` is hundreds of times as large in one dimension, 6 times in two, equal from 16 on
 * (`docs/mathematics.md`).
 */
export default definePlugin({
  role: "weighting",
  summary: "Division by the teacher's expected error at the noise level, sigma sqrt(sigma² + sigmaData²) / sigmaData",
  options: z.strictObject({
    scale: z.number().positive().default(1).describe("Factor of the loss."),
  }),
  uses: ["teacher"],
  create: ({ scale }, { sigmaData }) => ({
    dependsOn: "level",
    student({ level }) {
      const sigma = sigmaOf(level).flatten(); // [b]
      const perError = sigma
        .square()
        .add(sigmaData ** 2)
        .sqrt()
        .div(sigmaData);
      return sigma.mul(perError).mul(scale * Math.sqrt(Math.PI / 2));
    },
  }),
});
