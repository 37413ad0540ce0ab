import type { Tensor } from "@tensorflow/tfjs-core";
import { tf } from "@tweedie/core";
import { downsampling, type Matrix, sampledExtent, upsampledExtent, upsampling } from "./resampling.ts";

/**
 * Images `[b, side, side, c]` at the places that a map of each sample names, `origins: [b, 6]`: those of `originOf`.
 *
 * Each axis is upsampled by 2 with a wavelet filter, interpolated linearly and downsampled. Beyond its edges the image is reflected once,
 * and zero beyond its reflections. Karras et al., arXiv 2206.00364, appendix F.2. There, the reflections end at a margin that depends on
 * the batch. This differs only where filters read beyond that margin.
 */
export function warp(images: Tensor, origins: Tensor): Tensor {
  const [batch, side, , channels] = images.shape as [number, number, number, number];
  const [extent, points] = [upsampledExtent(side), sampledExtent(side)];
  const fine = resample(upsampling(side), images); // [b, extent, extent, c]
  const { x, y } = locations(origins, side);
  const rows = fine.reshape([batch * extent * extent, channels]);
  const first = tf.range(0, batch, 1, "int32").mul(tf.scalar(extent * extent, "int32")); // [b]
  const index = y.index
    .mul(tf.scalar(extent, "int32"))
    .add(x.index)
    .add(first.reshape([batch, 1, 1])); // [b, points, points]
  const valueAt = (right: number, down: number): Tensor => {
    const weight = (right ? x.weight : tf.sub(1, x.weight)).mul(down ? y.weight : tf.sub(1, y.weight));
    const neighbour = index.add(tf.scalar(down * extent + right, "int32"));
    return tf.gather(rows, neighbour.reshape([-1])).mul(weight.reshape([-1, 1]));
  };
  const values = valueAt(0, 0).add(valueAt(1, 0)).add(valueAt(0, 1)).add(valueAt(1, 1));
  return resample(downsampling(side), values.reshape([batch, points, points, channels]));
}

/** Left upper neighbour of each point, `[b, points, points]`, and the weights of the right and lower neighbours. */
function locations(origins: Tensor, side: number) {
  const [extent, points] = [upsampledExtent(side), sampledExtent(side)];
  // Points have half the distance of pixels, and are shifted by a quarter of a pixel as the filter's centre is.
  const grid = tf.tensor1d(Array.from({ length: points }, (_, i) => (i + 1 - points / 2) / 2));
  const [right, down] = [grid.reshape([1, 1, points]), grid.reshape([1, points, 1])];
  const coefficient = (i: number) => origins.slice([0, i], [-1, 1]).reshape([-1, 1, 1]);
  return { x: neighbourAt(0), y: neighbourAt(3) };

  function neighbourAt(i: number) {
    const pixels = coefficient(i).mul(right).add(coefficient(i + 1).mul(down)).add(coefficient(i + 2)); // prettier-ignore
    const position = pixels.mul(2).add((extent - 2) / 2).clipByValue(0, extent - 1); // prettier-ignore
    const index = position.floor().clipByValue(0, extent - 2);
    return { index: index.cast("int32"), weight: position.sub(index) };
  }
}

/** Applies a matrix to both axes of images: `[b, h, w, c]` to `[b, rows, rows, c]`. */
function resample(matrix: Matrix, images: Tensor): Tensor {
  const transposed = tf.tensor2d(matrix.map((row) => [...row])).transpose();
  // Applied to the first axis, which becomes the second.
  const once = (x: Tensor): Tensor => {
    const [b, h, w, c] = x.shape as [number, number, number, number];
    const product = x
      .transpose([0, 2, 3, 1])
      .reshape([b * w * c, h])
      .matMul(transposed);
    return product.reshape([b, w, c, matrix.length]).transpose([0, 1, 3, 2]);
  };
  return once(once(images));
}
