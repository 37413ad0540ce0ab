import { definePlugin, summaryMetric, TweedieError } from "@tweedie/core";
import { z } from "zod";
import { frechetDistance } from "./frechet/frechet-distance.ts";
import type { Moments } from "./frechet/moments.ts";
import { checkReferenceFile, readReference } from "./frechet/reference-file.ts";
import { type FeatureSummary, type MomentsOfHalves, summarizeFeatures } from "./frechet/summary.ts";

/**
 * Fréchet distance of Gaussians fitted to the features: FID if the extractor is Inception.
 *
 * - `fd` is the usual estimate. For two samples of n points from one distribution it is about c / n, not zero.
 * - `fdUnbiased` removes this bias: it is twice `fd` minus the mean over the two halves of the samples, whose bias is twice as
 *   large. Its mean is zero for equal distributions, so it can be negative. Use it to compare values of different n. The bias is
 *   c / n only while each half has as many samples as features: with fewer than twice as many samples as features, of either set,
 *   it is NaN. A quarter of the bias would remain with 64 samples of 64 features, and three fifths with 32.
 *
 * With `reference`, statistics in a file take the place of the held-out samples, and `fdUnbiased` removes only the bias of the samples.
 *
 * FID: Heusel et al., arXiv 1706.08500. Extrapolation to n = ∞: after Chong and Forsyth, arXiv 1911.07023.
 */
export default definePlugin({
  role: "metric",
  summary: "Fréchet distance of features: FID if they are Inception's",
  aliases: ["fid", "fd", "frechet-distance", "frechet-inception-distance", "clean-fid", "fid50k", "fid-50k"],
  options: z.strictObject({
    reference: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Path of a .npz file with mean (mu) and covariance (sigma) of reference features, as of EDM or pytorch-fid.",
      )
      .meta({ format: "path", example: "cifar10-32x32.npz" }),
  }),
  create: ({ reference }) => {
    if (reference !== undefined) checkReferenceFile(reference);
    let read: Moments | undefined;
    const referenceOf = (samples: FeatureSummary, held: FeatureSummary): MomentsOfHalves => {
      if (reference === undefined) return held.moments();
      read ??= readReference(reference);
      checkSize(reference, read.mean.length, samples.size());
      return { all: read, halves: [read, read] };
    };
    return summaryMetric({
      input: "features",
      goals: { fd: "minimize", fdUnbiased: "minimize" },
      descriptions: {
        fd: { title: "Fréchet distance of features" },
        fdUnbiased: { title: "Fréchet distance of features, bias removed" },
      },
      start: (count) => summarizeFeatures(count),
      compare(samples, held) {
        const b = referenceOf(samples, held);
        const a = samples.moments();
        const fd = frechetDistance(a.all, b.all);
        const isUnbiased = [samples, ...(reference === undefined ? [held] : [])].every(
          ({ count, size }) => count >= 2 * size(),
        );
        if (!isUnbiased) return { fd, fdUnbiased: NaN };
        const ofHalves = a.halves.reduce((sum, half, i) => sum + frechetDistance(half, b.halves[i]!) / 2, 0);
        return { fd, fdUnbiased: 2 * fd - ofHalves };
      },
    });
  },
});

function checkSize(path: string, size: number, features: number): void {
  if (size === features) return;
  throw new TweedieError({
    where: path,
    what: `has statistics of ${size} features, but the extractor has ${features}`,
    fix: "statistics of the features of `evaluate.extractor`, or the extractor that they were computed with",
  });
}
