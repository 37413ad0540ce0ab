import { tf, type Network } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { PublishedLayer } from "../file-tensor.ts";
import { normalOf } from "../initial.ts";
import { geometricFrequencies, sinusoids, type SinusoidOrder } from "../sinusoids.ts";

/** Features of the noise: `[b] -> [b, size]`. */
export type NoiseFeatures = PublishedLayer<[noise: Tensor]> & Pick<Network, "fixed">;

/**
 * Sines and cosines at frequencies from 1 to 1/10,000 in geometric progression.
 *
 * @param endpoint True if the last frequency is 1/10,000 itself; otherwise it is one step above.
 */
export const positionalFeatures = (
  size: number,
  { endpoint, order }: { readonly endpoint: boolean; readonly order: SinusoidOrder },
): NoiseFeatures => ({
  init: () => ({}),
  tensors: { weights: [] },
  forward: (_, noise) => sinusoids(noise, geometricFrequencies(size / 2, endpoint ? 1 : 0), order),
});

/**
 * Sines and cosines of `2π noise f`, where the frequencies `f` are normal with standard deviation 16 and never trained: weights
 * `map_noise.freqs: [size / 2]`. Song et al., arXiv 2011.13456, appendix H.2; Tancik et al., arXiv 2006.10739.
 */
export function fourierFeatures(size: number, order: SinusoidOrder): NoiseFeatures {
  const [name, shape] = ["map_noise.freqs", [size / 2]];
  return {
    init: (random) => ({ [name]: normalOf(16)(random.child(name), shape, { inputs: 1, outputs: 1 }) }),
    tensors: { weights: [{ file: name, shape, parameter: name, layout: "same" }] },
    fixed: [name],
    forward: (params, noise) => sinusoids(noise, withoutGradient(params[name]!).mul(2 * Math.PI), order),
  };
}

/** The same values with a gradient of zero, so that an optimiser leaves them unchanged. */
const withoutGradient = (x: Tensor): Tensor =>
  tf.customGrad((x) => ({ value: (x as Tensor).clone(), gradFunc: (dy: Tensor) => tf.zerosLike(dy) }))(x);
