import { mapParams, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs";

/** Moves an average of weights towards them: `decay average + (1 - decay) weights`, `decay` a scalar. */
export const ema = (average: Params, weights: Params, decay: Tensor): Params =>
  // In this form an average equal to the weights stays so to the bit.
  mapParams(average, (value, name) => value.sub(weights[name]!).mul(decay).add(weights[name]!));

/**
 * Decay of the average over one step of `batch` samples, such that `halfLife` samples halve a weight's share.
 *
 * `rampUp` shortens the half-life to that fraction of the samples seen, so that the first weights are soon forgotten
 * (EDM's and SiD's training have 0.05). Before the first sample the decay is 0.
 */
export const emaDecay = (
  { halfLife, rampUp }: { readonly halfLife: number; readonly rampUp?: number | undefined },
  samplesSeen: number,
  batch: number,
): number => 0.5 ** (batch / Math.min(halfLife, rampUp === undefined ? Infinity : rampUp * samplesSeen));
