import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Angular frequencies per unit of noise. EDM's `ln(sigma) / 4` spans about three units: half a period to four periods. */
const lowest = 1;
const highest = 8;

/**
 * Sines and cosines of one number per sample, at frequencies in geometric progression: `[b] -> [b, size]`.
 *
 * Tancik et al., "Fourier features let networks learn high frequency functions", arXiv 2006.10739.
 */
export function fourierEmbedding(noise: Tensor, size: number): Tensor {
  const half = size / 2;
  const frequency = (i: number) => lowest * (highest / lowest) ** (half > 1 ? (i % half) / (half - 1) : 0);
  // A cosine is a sine with a phase of π/2: one op computes both.
  const phase = (i: number) => (i < half ? 0 : Math.PI / 2);
  const indices = Array.from({ length: size }, (_, i) => i);
  const frequencies = tf.tensor2d(indices.map(frequency), [1, size]);
  return noise
    .reshape([-1, 1])
    .mul(frequencies)
    .add(tf.tensor2d(indices.map(phase), [1, size]))
    .sin();
}
