import { definePlugin, sizeOf, TweedieError, type Mixture } from "@tweedie/core";
import { z } from "zod";

/**
 * Coverage of the modes of a Gaussian mixture. Each sample is assigned to the nearest mean. It is of high quality if it is within three
 * standard deviations of that mean, as 98.9 % of real samples are in the plane.
 *
 * - `modes`: number of modes with at least the fraction `share` of the high-quality samples expected by their weight;
 * - `weightError`: total variation between the modes' weights and their fractions of the samples, `½ Σ |fraction - weight|`;
 * - `highQuality`: fraction of high-quality samples.
 *
 * After Srivastava et al., "VEEGAN", arXiv 1705.07761, section 4.1, where a mode counts from one sample.
 */
export default definePlugin({
  role: "metric",
  summary: "Number of modes found, error of their weights, and fraction of samples near a mode",
  aliases: ["mode-coverage", "modes-covered"],
  options: z.strictObject({
    share: z
      .number()
      .positive()
      .max(1)
      .default(0.1)
      .describe("Fraction of its expected samples from which a mode counts as found."),
  }),
  uses: ["data"],
  create({ share }, { mixture }) {
    if (!mixture) {
      throw new TweedieError({
        where: "metrics",
        what: "metrics/modes needs data with a known Gaussian mixture density, which these data do not have",
        fix: "use datasets/ring, datasets/grid or datasets/mixture, or metrics/sliced-wasserstein instead",
      });
    }
    const { means, weights, std } = mixture;
    return {
      goals: { modes: "maximize", weightError: "minimize", highQuality: "maximize" },
      descriptions: {
        modes: { title: "modes found", unit: `of ${means.length}` },
        weightError: { title: "error of the modes' weights", unit: "total variation" },
        highQuality: { title: "samples near a mode", unit: "fraction of the samples" },
      },
      measure({ shape, data }) {
        const count = shape[0]!;
        const size = sizeOf(shape.slice(1));
        const all = means.map(() => 0);
        const close = means.map(() => 0);
        for (let i = 0; i < count; i++) {
          const { mode, squaredDistance } = nearestMode(mixture, data.subarray(i * size, (i + 1) * size));
          all[mode]!++;
          if (squaredDistance <= (3 * std) ** 2) close[mode]!++;
        }
        const found = weights.filter((weight, k) => close[k]! > 0 && close[k]! >= share * weight * count);
        return {
          modes: found.length,
          weightError: weights.reduce((sum, weight, k) => sum + Math.abs(all[k]! / count - weight) / 2, 0),
          highQuality: close.reduce((sum, samples) => sum + samples, 0) / count,
        };
      },
    };
  },
});

function nearestMode({ means }: Mixture, x: Float32Array): { mode: number; squaredDistance: number } {
  const distances = means.map((mean) => x.reduce((sum, value, j) => sum + (value - mean[j]!) ** 2, 0));
  const squaredDistance = Math.min(...distances);
  return { mode: Math.max(0, distances.indexOf(squaredDistance)), squaredDistance };
}
