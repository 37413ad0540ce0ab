import type { NDArray } from "@tweedie/core";

/**
 * Where one band of noise ends and the next begins, in standard deviations of the data: inside the details, about the size of a
 * mode, about the size of the whole, and beyond it.
 */
export const noiseBandEdges = [0.1, 0.5, 2] as const;

/** The band of each sample, 0 to 3, by its noise-to-signal ratio. */
export const noiseBands = (
  { alphaBar, betaBar }: { alphaBar: NDArray; betaBar: NDArray },
  sigmaData: number,
): number[] =>
  Array.from(betaBar.data, (beta, i) => {
    const sigma = beta / alphaBar.data[i]! / sigmaData;
    return noiseBandEdges.filter((edge) => sigma >= edge).length;
  });

/** The mean of each band that has samples, `band0` the least noisy. Weighted by their counts they are the mean of all. */
export function bandMeans(values: Float32Array, bands: readonly number[]): Record<`band${number}`, number> {
  const present = [...new Set(bands)].sort();
  return Object.fromEntries(
    present.map((band) => [`band${band}`, mean(values.filter((_, i) => bands[i] === band))]),
  ) as Record<`band${number}`, number>;
}

export const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
