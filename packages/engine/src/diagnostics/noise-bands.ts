import type { NDArray } from "@tweedie/core";

/**
 * Noise levels that separate the bands, in standard deviations of the data: noise of the scale of details, of a mode, of all the
 * data, and larger.
 */
export const noiseBandEdges = [0.1, 0.5, 2] as const;

/** Noise band of each sample, 0 to 3, from amplitudes `[n]`. `sigmaData` is the data's standard deviation. */
export const noiseBands = (
  { alphaBar, betaBar }: { alphaBar: NDArray; betaBar: NDArray },
  sigmaData: number,
): number[] =>
  Array.from(betaBar.data, (beta, i) => {
    const sigma = beta / alphaBar.data[i]! / sigmaData;
    return noiseBandEdges.filter((edge) => sigma >= edge).length;
  });

/** Mean of the values in each band that has samples. `band0` has the least noise. */
export function bandMeans(values: Float32Array, bands: readonly number[]): Record<`band${number}`, number> {
  const present = [...new Set(bands)].sort();
  return Object.fromEntries(
    present.map((band) => [`band${band}`, meanOf(values.filter((_, i) => bands[i] === band))]),
  ) as Record<`band${number}`, number>;
}

/** Arithmetic mean, summed in float64. */
export const meanOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
