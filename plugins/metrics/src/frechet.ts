import { definePlugin, TweedieError, type NDArray } from "@tweedie/core";
import { z } from "zod";
import { frechetDistance } from "./frechet/frechet-distance.ts";
import { momentsOf, type Moments } from "./frechet/moments.ts";

/**
 * Fréchet distance of the features, each side taken for normal: FID where the extractor is Inception.
 *
 * - `fd` is the distance as it is customarily computed. Of two samples of one law it is not zero, but about c / n.
 * - `fdUnbiased` is without that term: twice the distance less the mean of the two of the samples' halves, whose bias is
 *   double. Its mean is zero for equal laws, so it may fall below zero. It is what compares values of different n.
 *
 * Heusel et al., arXiv 1706.08500; the extrapolation to n = ∞ after Chong and Forsyth, arXiv 1911.07023.
 */
export default definePlugin({
  role: "metric",
  summary: "Fréchet distance of features: FID where they are Inception's",
  options: z.strictObject({}),
  create: () => {
    const known = new WeakMap<NDArray, Parts>(); // the reference is the same at every evaluation
    const partsOf = (features: NDArray): Parts => {
      const parts = known.get(features) ?? moments(features);
      known.set(features, parts);
      return parts;
    };
    return {
      input: "features",
      goals: { fd: "minimize", fdUnbiased: "minimize" },
      measure(samples, reference) {
        const [a, b] = [partsOf(samples), partsOf(reference)];
        const fd = frechetDistance(a.all, b.all);
        const ofHalves = a.halves.reduce((sum, half, i) => sum + frechetDistance(half, b.halves[i]!) / 2, 0);
        return { fd, fdUnbiased: 2 * fd - ofHalves };
      },
    };
  },
});

interface Parts {
  readonly all: Moments;
  readonly halves: readonly [Moments, Moments];
}

function moments(features: NDArray): Parts {
  const count = features.shape[0]!;
  if (count < 4) {
    throw new TweedieError({
      where: "evaluate.samples",
      what: `metrics/frechet needs 4 samples, and there are ${count}`,
      fix: "more of them, or data that hold more out",
    });
  }
  const half = Math.floor(count / 2);
  return {
    all: momentsOf(features, 0, count),
    halves: [momentsOf(features, 0, half), momentsOf(features, half, 2 * half)],
  };
}
