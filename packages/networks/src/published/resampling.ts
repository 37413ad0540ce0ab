import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Direction of a resampling by a factor of two. */
export type Resampling = "up" | "down";

/**
 * Doubles or halves the sides of images with a separable filter: `[b, h, w, c] -> [b, 2h, 2w, c]` or `[b, h/2, w/2, c]`. `[1, 1]` repeats
 * each pixel, or averages 2x2 pixels; `[1, 3, 3, 1]` is the filter of NCSN++. Karras et al., arXiv 1912.04958, appendix B.
 *
 * @param filter An even number of weights; they are divided by their sum.
 * @param valid True if the images already contain the pixels that the filter reads beyond their border; otherwise those are zero.
 */
export function resample(x: Tensor, direction: Resampling, filter: readonly number[], valid = false): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const padding = valid ? 0 : filter.length / 2 - 1;
  const matrixOf = (side: number) => tf.tensor2d(resamplingMatrix(side, direction, filter, padding));
  const rows = tf.matMul(matrixOf(height), x.reshape([batch, height, width * channels]));
  const newHeight = rows.shape[1]!;
  const columns = tf.matMul(matrixOf(width), rows.reshape([batch * newHeight, width, channels]));
  return columns.reshape([batch, newHeight, columns.shape[1]!, channels]);
}

/**
 * The resampling of one axis as a matrix `[new side, side]`. Halved, `y[i] = sum_k f[k] x[2i + k - padding]`; doubled, it is twice the
 * transpose, so that the mean is kept.
 */
function resamplingMatrix(side: number, direction: Resampling, filter: readonly number[], padding: number): number[][] {
  const sum = filter.reduce((total, weight) => total + weight, 0);
  const down = (fine: number, coarse: number) => (filter[fine - 2 * coarse + padding] ?? 0) / sum;
  const newSide = direction === "up" ? 2 * side : (side + 2 * padding - filter.length) / 2 + 1;
  return Array.from({ length: newSide }, (_, i) =>
    Array.from({ length: side }, (_, j) => (direction === "up" ? 2 * down(i, j) : down(j, i))),
  );
}
