import { mapParams, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Updated moving average of weights: `decay average + (1 - decay) weights`, with a scalar `decay`. */
export const updateEma = (average: Params, weights: Params, decay: Tensor): Params =>
  // In this form an average equal to the weights stays bit-equal to them.
  mapParams(average, (value, name) => value.sub(weights[name]!).mul(decay).add(weights[name]!));

/**
 * Decay of the average over one step of `batch` samples, with a half-life of `halfLife` samples.
 *
 * `rampUp` limits the half-life to that fraction of the samples seen so far, so that the initial weights lose their influence early
 * (0.05 in EDM's and SiD's training). Before the first sample the decay is 0.
 */
export const emaDecay = (
  { halfLife, rampUp }: { readonly halfLife: number; readonly rampUp?: number | undefined },
  samplesSeen: number,
  batch: number,
): number => 0.5 ** (batch / Math.min(halfLife, rampUp === undefined ? Infinity : rampUp * samplesSeen));
