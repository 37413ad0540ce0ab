import { ndarray, tf, zeros } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs";
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
  const members = tf.ones([1, groups, channels / groups]);
  /** What pixels and channels of a group have in common, for each of its channels. */
  const overGroups = (perPixel: Tensor) =>
    perPixel
      .mean([1, 2])
      .reshape([batch, groups, channels / groups])
      .mean(2, true)
      .mul(members)
      .reshape([batch, 1, 1, channels]);
  const mean = overGroups(x);
  const variance = overGroups(x.square()).sub(mean.square()).relu(); // rounding may make it negative
  const factor = variance.add(smallest).rsqrt().mul(scale);
  return x.mul(factor).add(tf.sub(shift, mean.mul(factor)));
}

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
