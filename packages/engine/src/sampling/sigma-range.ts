/** Lowest and highest noise level of a sampler, in standard deviations of the data. */
export interface SigmaRange {
  readonly min: number;
  readonly max: number;
}

/**
 * The levels of Karras et al. (arXiv 2206.00364), 0.002 to 80 for images of standard deviation 0.5.
 *
 * Samples begin as noise of the highest level, without the data's mean and covariance. It must therefore be far above the norm of
 * the mean and the standard deviation in the leading direction: 37 and 7.5 `sigmaData` for digits of 28x28 pixels, but 0 and 1 for a
 * ring in the plane, where a few steps from here spend most of their evaluations on noise.
 */
export const edmRange: SigmaRange = { min: 0.004, max: 160 };

/** Ranges in which a teacher's samplers are tried: EDM's, and one for few steps on data of few dimensions. */
export const defaultRanges: readonly SigmaRange[] = [edmRange, { min: 0.02, max: 10 }];
