import { mapParams, tf, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** SiD's replacement for an infinite gradient. */
const largeGradient = 1e5;

/** Replaces NaN by 0 and ±∞ by ±1e5 in gradients, as SiD's code. Finite values are unchanged. */
export const zeroNonFinite = (gradients: Params): Params =>
  mapParams(gradients, (gradient) => {
    const bounded = tf.where(gradient.isInf(), gradient.sign().mul(largeGradient), gradient);
    return tf.where(gradient.isNaN(), tf.zerosLike(gradient), bounded);
  });

/** Clips every element of the gradients to `[-limit, limit]`. */
export const clipByValue = (gradients: Params, limit: number): Params =>
  mapParams(gradients, (gradient) => gradient.clipByValue(-limit, limit));

/** Euclidean norm of all gradients together: a scalar. */
export const globalNorm = (gradients: Params): Tensor =>
  tf.sqrt(tf.addN(Object.values(gradients).map((gradient) => gradient.square().sum())));

/** Scales all gradients by one factor so that their global norm is at most `limit`. Pascanu et al., arXiv 1211.5063, algorithm 1. */
export function clipByGlobalNorm(gradients: Params, limit: number): Params {
  const scale = tf.div(limit, globalNorm(gradients).maximum(limit));
  return mapParams(gradients, (gradient) => gradient.mul(scale));
}
