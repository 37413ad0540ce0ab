import { tf, type Network } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { PublishedLayer } from "../file-tensor.ts";
import { normalOf } from "../initial.ts";

/** Features of the noise: `[b] -> [b, size]`. */
export type NoiseFeatures = PublishedLayer<[noise: Tensor]> & Pick<Network, "fixed">;

/**
 * Cosines and sines at frequencies from 1 to 1/10,000 in geometric progression.
 *
 * @param endpoint True if the last frequency is 1/10,000 itself; otherwise it is one step above.
 */
export const positionalFeatures = (size: number, { endpoint }: { readonly endpoint: boolean }): NoiseFeatures => ({
  init: () => ({}),
  tensors: { weights: [] },
  forward(_, noise) {
    const half = size / 2;
    const steps = Math.max(1, endpoint ? half - 1 : half);
    const frequencies = Array.from({ length: half }, (_, i) => 10_000 ** -(i / steps));
    return cosinesAndSines(noise, tf.tensor1d(frequencies));
  },
});

/**
 * Cosines and sines of `2π noise f`, where the frequencies `f` are normal with standard deviation 16 and never trained: weights
 * `map_noise.freqs: [size / 2]`. Song et al., arXiv 2011.13456, appendix H.2; Tancik et al., arXiv 2006.10739.
 */
export function fourierFeatures(size: number): NoiseFeatures {
  const [name, shape] = ["map_noise.freqs", [size / 2]];
  return {
    init: (random) => ({ [name]: normalOf(16)(random.child(name), shape, { inputs: 1, outputs: 1 }) }),
    tensors: { weights: [{ file: name, shape, parameter: name, layout: "same" }] },
    fixed: [name],
    forward: (params, noise) => cosinesAndSines(noise, withoutGradient(params[name]!).mul(2 * Math.PI)),
  };
}

/** The same values with a gradient of zero, so that an optimiser leaves them unchanged. */
const withoutGradient = (x: Tensor): Tensor =>
  tf.customGrad((x) => ({ value: (x as Tensor).clone(), gradFunc: (dy: Tensor) => tf.zerosLike(dy) }))(x);

/** `[cosines, sines]`, by separate ops: the angles reach 1,000, where adding π/2 for a cosine would cost digits. */
function cosinesAndSines(noise: Tensor, frequencies: Tensor): Tensor {
  const angles = noise.reshape([-1, 1]).mul(frequencies.reshape([1, -1]));
  return tf.concat([angles.cos(), angles.sin()], 1);
}

/** `[cosines, sines]` as `[sines, cosines]`. */
export const sinesFirst = (features: NoiseFeatures): NoiseFeatures => ({
  ...features,
  forward(params, noise) {
    const [cosines, sines] = tf.split(features.forward(params, noise), 2, 1) as [Tensor, Tensor];
    return tf.concat([sines, cosines], 1);
  },
});
