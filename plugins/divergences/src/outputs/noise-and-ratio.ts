import { type FakeScoreOutput, sizeOf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** The noise prediction of each sample, flattened, and the log of the density ratio: `[b, d + 1]`. */
export const noiseAndRatio = (shape: readonly number[]): FakeScoreOutput => ({
  name: "noise and log ratio",
  size: sizeOf(shape) + 1,
});

/** The noise prediction in such an output, in the shape of the samples. */
export const noiseOf = (output: Tensor, samples: Tensor): Tensor =>
  output.slice([0, 0], [-1, output.shape[1]! - 1]).reshape(samples.shape);

/** The log of the density ratio in such an output: `[b]`. */
export const logRatioOf = (output: Tensor): Tensor => output.slice([0, output.shape[1]! - 1], [-1, 1]).flatten();
