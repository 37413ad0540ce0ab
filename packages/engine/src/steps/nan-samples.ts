import type { Tensor } from "@tensorflow/tfjs-core";
import { tf } from "@tweedie/core";
import { detach } from "@tweedie/diffusion";
import type { TrainableWeights } from "./trainable-weights.ts";

/** Treatment of the samples of a batch that have NaN. A sample has NaN if one of its elements is NaN. */
export interface NaNSamples {
  /** Returns `x: [b, ...]` unchanged. A sample whose gradient has NaN gets the gradient 0: no NaN behind `x` reaches what is before it. */
  blockGradient(x: Tensor): Tensor;
  /** Returns `x: [b, ...]` with 0 in place of the samples that have NaN. For constants: it has no gradient. */
  zeroed(x: Tensor): Tensor;
  /** Mean of a loss `[b]`. Samples with NaN in one of `outputs`, each `[b, ...]`, count as 0; the divisor is the whole batch. */
  mean(loss: Tensor, outputs: readonly Tensor[]): Tensor;
}

/**
 * SiD's rule: samples for which the generated sample or a score has NaN are dropped from the loss, and the divisor remains the batch.
 *
 * In SiD's code the gradient of a dropped sample is 0 at the outputs of the networks, but NaN behind their layers, as `0 · NaN` is NaN:
 * a NaN in a frozen network then reaches all of the student's weights. Here the gradient is blocked at the student's output.
 */
const dropped: NaNSamples = {
  blockGradient: (x) =>
    tf.customGrad((input) => ({
      value: (input as Tensor).clone(),
      gradFunc: (dy: Tensor) => zeroed(dy),
    }))(x),
  zeroed,
  mean(loss, outputs) {
    const isDropped = outputs.map((output) => hasNaN(detach(output)).reshape([-1])).reduce((a, b) => a.logicalOr(b)); // [b]
    return tf.where(isDropped, tf.zerosLike(loss), loss).mean();
  },
};

/** NaN is kept. This adds no op to a step. */
const kept: NaNSamples = { blockGradient: (x) => x, zeroed: (x) => x, mean: (loss) => loss.mean() };

/** The treatment of samples with NaN in the updates of a network. */
export const nanSamples = ({ optimizer }: TrainableWeights): NaNSamples =>
  optimizer.nonFinite === "zero" ? dropped : kept;

/** True for each sample of `x: [b, ...]` that has NaN: `[b, 1, ..., 1]`. */
const hasNaN = (x: Tensor): Tensor =>
  x.isNaN().any(
    x.shape.slice(1).map((_, i) => i + 1),
    true,
  );

function zeroed(x: Tensor): Tensor {
  return tf.where(hasNaN(x), tf.zerosLike(x), x);
}
