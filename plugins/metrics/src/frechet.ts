import { definePlugin, TweedieError, type NDArray } from "@tweedie/core";
import { z } from "zod";
import { frechetDistance } from "./frechet/frechet-distance.ts";
import { momentsOf, type Moments } from "./frechet/moments.ts";

/**
 * Fréchet distance of Gaussians fitted to the features: FID if the extractor is Inception.
 *
 * - `fd` is the usual estimate. For two samples of n points from one distribution it is about c / n, not zero.
 * - `fdUnbiased` removes this bias: it is twice `fd` minus the mean over the two halves of the samples, whose bias is twice as
 *   large. Its mean is zero for equal distributions, so it can be negative. Use it to compare values of different n.
 *
 * FID: Heusel et al., arXiv 1706.08500. Extrapolation to n = ∞: after Chong and Forsyth, arXiv 1911.07023.
 */
export default definePlugin({
  role: "metric",
  summary: "Fréchet distance of features: FID if they are Inception's",
  options: z.strictObject({}),
  create: () => {
    const cache = new WeakMap<NDArray, MomentsOfHalves>(); // the reference is the same in every evaluation
    const momentsFor = (features: NDArray): MomentsOfHalves => {
      const moments = cache.get(features) ?? momentsOfHalves(features);
      cache.set(features, moments);
      return moments;
    };
    return {
      input: "features",
      goals: { fd: "minimize", fdUnbiased: "minimize" },
      measure(samples, reference) {
        const [a, b] = [momentsFor(samples), momentsFor(reference)];
        const fd = frechetDistance(a.all, b.all);
        const ofHalves = a.halves.reduce((sum, half, i) => sum + frechetDistance(half, b.halves[i]!) / 2, 0);
        return { fd, fdUnbiased: 2 * fd - ofHalves };
      },
    };
  },
});

/** Moments of all features, and of their first and second half. */
interface MomentsOfHalves {
  readonly all: Moments;
  readonly halves: readonly [Moments, Moments];
}

function momentsOfHalves(features: NDArray): MomentsOfHalves {
  const count = features.shape[0]!;
  if (count < 4) {
    throw new TweedieError({
      where: "evaluate.samples",
      what: `metrics/frechet needs at least 4 samples, but there are ${count}`,
      fix: "more samples, or data with more held-out samples",
    });
  }
  const half = Math.floor(count / 2);
  return {
    all: momentsOf(features, 0, count),
    halves: [momentsOf(features, 0, half), momentsOf(features, half, 2 * half)],
  };
}
