import { ndarray, tf, zeros } from "@tweedie/core";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import type { Layer } from "../layer.ts";

/**
 * Normalises the pixels and channels of each group to zero mean and unit variance, then applies `scale` and `shift` of each channel,
 * broadcastable to `[b, 1, 1, c]`: `[b, h, w, c] -> [b, h, w, c]`. Wu and He, arXiv 1803.08494.
 *
 * The variance is computed as `E x² - (E x)²`, so that each pixel needs a single affine map. Its error is the rounding error of `E x²`,
 * which is too large for groups whose mean is a thousand times their standard deviation.
 */
export function normalizeGroups(x: Tensor, groups: number, scale: Tensor, shift: Tensor, epsilon = 1e-5): Tensor {
  const [batch, , , channels] = x.shape as [number, number, number, number];
  const [members, averages] = [membership(channels, groups, 1), membership(channels, groups, groups / channels)];
  const overGroup = (perPixel: Tensor) => perPixel.mean<Tensor2D>([1, 2]).matMul(averages, false, true); // [b, groups]
  const perChannel = (perGroup: Tensor) => perGroup.matMul(members).reshape([batch, 1, 1, channels]);
  const mean = overGroup(x);
  const variance = overGroup(x.square()).sub(mean.square()).relu(); // rounding may make it negative
  const inverse = variance.add(epsilon).rsqrt();
  return x.mul(perChannel(inverse).mul(scale)).add(tf.sub(shift, perChannel(mean.mul(inverse)).mul(scale)));
}

/**
 * The matrix `[groups, channels]` with `value` where a channel belongs to a group, else 0. Products with it sum over the channels of a group
 * or repeat a group's number for its channels: one op each instead of four with reshapes, a sum and a repetition.
 */
const membership = (channels: number, groups: number, value: number): Tensor2D => {
  // Built from [groups, groups] numbers instead of [groups, channels], to keep the constants of a compiled step small.
  const diagonal = Array.from({ length: groups * groups }, (_, i) => (i % (groups + 1) === 0 ? value : 0));
  const members = tf.tensor3d(diagonal, [groups, groups, 1]).mul(tf.ones([1, 1, channels / groups]));
  return members.reshape([groups, channels]);
};

/** GroupNorm with learned `NAME.scale` and `NAME.shift`, both `[channels]`. */
export function groupNorm(name: string, channels: number, groups: number, epsilon?: number): Layer {
  const [scale, shift] = [`${name}.scale`, `${name}.shift`];
  return {
    init: () => ({
      [scale]: ndarray([channels], new Float32Array(channels).fill(1)),
      [shift]: zeros([channels]),
    }),
    forward: (params, x) => normalizeGroups(x, groups, params[scale]!, params[shift]!, epsilon),
  };
}
