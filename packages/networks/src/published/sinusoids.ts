import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Order of sinusoidal features. */
export type SinusoidOrder = "sines-first" | "cosines-first";

/**
 * Sines and cosines of `noise f` for each of the frequencies `f: [size / 2]`: `[b] -> [b, size]`.
 *
 * They are separate ops: the angles reach 1,000, where adding π/2 for a cosine would cost digits.
 */
export function sinusoids(noise: Tensor, frequencies: Tensor, order: SinusoidOrder): Tensor {
  const angles = noise.reshape([-1, 1]).mul(frequencies.reshape([1, -1]));
  return tf.concat(order === "sines-first" ? [angles.sin(), angles.cos()] : [angles.cos(), angles.sin()], 1);
}

/** Frequencies from 1 towards 1/10,000 in geometric progression. With a `shift` of 1 the last one is 1/10,000, with 0 one step above. */
export const geometricFrequencies = (count: number, shift: number): Tensor =>
  tf.tensor1d(Array.from({ length: count }, (_, i) => (i === 0 ? 1 : 10_000 ** -(i / (count - shift)))));
