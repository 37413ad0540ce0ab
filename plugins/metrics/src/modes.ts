import { definePlugin, sizeOf, TweedieError, type Mixture } from "@tweedie/core";
import { z } from "zod";

/**
 * How samples cover the modes of a Gaussian mixture. Each sample belongs to the nearest mean, and is of high quality
 * within three standard deviations of it: in the plane 98.9 % of true samples are.
 *
 * - `modes`: modes with at least `share` of the high-quality samples that their weight promises;
 * - `weightError`: total variation between the modes' weights and the samples' shares, `½ Σ |share - weight|`;
 * - `highQuality`: share of high-quality samples.
 *
 * After Srivastava et al., "VEEGAN", arXiv 1705.07761, section 4.1, who ask for one sample a mode.
 */
export default definePlugin({
  role: "metric",
  summary: "Modes found, error of their weights, and share of samples near a mode",
  options: z.strictObject({
    share: z.number().positive().max(1).default(0.1).describe("of its expected samples, for a mode to count as found"),
  }),
  uses: ["data"],
  create({ share }, { mixture }) {
    if (!mixture) {
      throw new TweedieError({
        where: "metrics",
        what: "metrics/modes needs data whose law is a Gaussian mixture, and these have none",
        fix: "use datasets/ring or datasets/grid, or judge by metrics/sliced-wasserstein",
      });
    }
    const { means, weights, std } = mixture;
    return {
      goals: { modes: "maximize", weightError: "minimize", highQuality: "maximize" },
      measure({ shape, data }) {
        const count = shape[0]!;
        const size = sizeOf(shape.slice(1));
        const all = means.map(() => 0);
        const close = means.map(() => 0);
        for (let i = 0; i < count; i++) {
          const { mode, squaredDistance } = nearest(mixture, data.subarray(i * size, (i + 1) * size));
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

function nearest({ means }: Mixture, x: Float32Array): { mode: number; squaredDistance: number } {
  const distances = means.map((mean) => x.reduce((sum, value, j) => sum + (value - mean[j]!) ** 2, 0));
  const squaredDistance = Math.min(...distances);
  return { mode: Math.max(0, distances.indexOf(squaredDistance)), squaredDistance };
}
