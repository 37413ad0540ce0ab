import { mapParams, tf, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs";

/** What SiD's code puts for an infinite gradient. */
const infinite = 1e5;

/** Gradients with 0 for NaN and ±1e5 for the infinities, as in SiD's code. All finite numbers stay. */
export const zeroNonFinite = (gradients: Params): Params =>
  mapParams(gradients, (gradient) => {
    const bounded = tf.where(gradient.isInf(), gradient.sign().mul(infinite), gradient);
    return tf.where(gradient.isNaN(), tf.zerosLike(gradient), bounded);
  });

/** Gradients with every element in `[-limit, limit]`. */
export const clipByValue = (gradients: Params, limit: number): Params =>
  mapParams(gradients, (gradient) => gradient.clipByValue(-limit, limit));

/** The norm of all gradients as one vector: a scalar. */
export const globalNorm = (gradients: Params): Tensor =>
  tf.sqrt(tf.addN(Object.values(gradients).map((gradient) => gradient.square().sum())));

/** Gradients scaled together so that their global norm is at most `limit`. Pascanu et al., arXiv 1211.5063, algorithm 1. */
export function clipByGlobalNorm(gradients: Params, limit: number): Params {
  const scale = tf.div(limit, globalNorm(gradients).maximum(limit));
  return mapParams(gradients, (gradient) => gradient.mul(scale));
}
