import { definePlugin, pluginOption, tf } from "@tweedie/core";
import { sigmaOf } from "@tweedie/diffusion";
import type { Level } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { z } from "zod";

/**
 * Weights for a term that is not made of errors of the noise, such as an adversarial one: those that another weighting gives to errors of x0,
 * `w / sigma²`, since these are sigma times the errors of eps.
 *
 * Of `weightings/sid` it is `1 / mean|xg - x0Teacher|`, of `weightings/edm` it is `(sigma² + sigmaData²) / (sigma sigmaData)²`. SiDA's code
 * multiplies the mean adversarial loss of a batch by these weights, which `mean` does: each sample has the mean weight. Without it a sample
 * has its own. Zhou et al., arXiv 2410.14919.
 */
export default definePlugin({
  role: "weighting",
  summary: "Another weighting's weights of errors of x0, w / sigma², or their mean over the batch (SiDA)",
  options: z.strictObject({
    of: pluginOption("weighting").describe("Weighting whose weights are taken.").meta({ example: "weightings/sid" }),
    mean: z
      .boolean()
      .optional()
      .describe("Gives all samples the mean weight of the batch, as SiDA's code does. Default: each has its own.")
      .meta({ example: true }),
  }),
  create({ of: { object }, mean = false }) {
    const weightOf =
      <B extends { readonly level: Level }>(weight: (batch: B) => Tensor) =>
      (batch: B): Tensor => {
        const ofErrors = weight(batch).div(sigmaOf(batch.level).flatten().square()); // [b]
        return mean ? tf.onesLike(ofErrors).mul(ofErrors.mean()) : ofErrors;
      };
    return {
      ...(object.dependsOn && { dependsOn: object.dependsOn }),
      ...((mean || object.batchStatistics) && { batchStatistics: true }),
      ...(object.student && { student: weightOf((batch) => object.student!(batch)) }),
      ...(object.denoiser && { denoiser: weightOf((batch) => object.denoiser!(batch)) }),
    };
  },
});
