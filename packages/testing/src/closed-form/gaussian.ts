import { ndarray, sizeOf, type Denoiser, type NDArray, type Params, type Student } from "@tweedie/core";

/** Weights of a Gaussian: the mean of each element, and one standard deviation. */
export const gaussianParams = (mean: readonly number[], std: number): Params<NDArray> => ({
  mean: ndarray([mean.length], Float32Array.from(mean)),
  std: ndarray([], Float32Array.of(std)),
});

/** The student `xg = mean + std z`, whose distribution is known at every noise level. */
export const gaussianStudent = (shape: readonly number[]): Student => ({
  latentShape: shape,
  init: () => gaussianParams(new Array<number>(sizeOf(shape)).fill(0.5), 0.8),
  generate: ({ mean, std }, z) => z.mul(std!).add(mean!.reshape([1, ...shape])),
});

/** The optimal fake score of that student, `betaBar (xt - alphaBar mean) / (alphaBar² std² + betaBar²)`. */
export const gaussianDenoiser = (shape: readonly number[]): Denoiser => ({
  epsilon({ mean, std }, xt, { alphaBar, betaBar }) {
    const variance = alphaBar.mul(std!).square().add(betaBar.square());
    return betaBar.mul(xt.sub(alphaBar.mul(mean!.reshape([1, ...shape])))).div(variance);
  },
});
