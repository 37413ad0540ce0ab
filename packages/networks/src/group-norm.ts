import { ndarray, tf, zeros } from "@tweedie/core";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs";
import type { Layer } from "./linear.ts";

const smallest = 1e-5;

/**
 * Zero mean and unit variance over the pixels and channels of each group, then `scale` and `shift` of each channel, `[b, 1, 1, c]`
 * or what broadcasts to it: `[b, h, w, c] -> [b, h, w, c]`. Wu and He, arXiv 1803.08494.
 *
 * The variance is `E x² - (E x)²`, so that all there is to do to a pixel is one affine map. That is exact to the rounding of
 * `E x²`: a group whose mean is a thousand times its deviation would lose it.
 */
export function normalizeGroups(x: Tensor, groups: number, scale: Tensor, shift: Tensor): Tensor {
  const [batch, , , channels] = x.shape as [number, number, number, number];
  const [members, shares] = [membership(channels, groups, 1), membership(channels, groups, groups / channels)];
  const overGroup = (perPixel: Tensor) => perPixel.mean<Tensor2D>([1, 2]).matMul(shares, false, true); // [b, groups]
  const perChannel = (perGroup: Tensor) => perGroup.matMul(members).reshape([batch, 1, 1, channels]);
  const mean = overGroup(x);
  const variance = overGroup(x.square()).sub(mean.square()).relu(); // rounding may make it negative
  const inverse = variance.add(smallest).rsqrt();
  return x.mul(perChannel(inverse).mul(scale)).add(tf.sub(shift, perChannel(mean.mul(inverse)).mul(scale)));
}

/**
 * `share` where a channel belongs to a group: sums over groups, and what their channels have in common, are products with
 * `[groups, channels]`, each of them one op where reshapes, a sum and a repetition would be four.
 */
const membership = (channels: number, groups: number, share: number): Tensor2D => {
  // One number for each pair of groups, not of a group and a channel: a step holds few numbers that are written down.
  const same = Array.from({ length: groups * groups }, (_, i) => (i % (groups + 1) === 0 ? share : 0));
  const members = tf.tensor3d(same, [groups, groups, 1]).mul(tf.ones([1, 1, channels / groups]));
  return members.reshape([groups, channels]);
};

/** GroupNorm with a scale and a shift of its own: `NAME.scale` and `NAME.shift`, `[channels]`. */
export function groupNorm(name: string, channels: number, groups: number): Layer {
  const [scale, shift] = [`${name}.scale`, `${name}.shift`];
  return {
    init: () => ({
      [scale]: ndarray([channels], new Float32Array(channels).fill(1)),
      [shift]: zeros([channels]),
    }),
    forward: (params, x) => normalizeGroups(x, groups, params[scale]!, params[shift]!),
  };
}
