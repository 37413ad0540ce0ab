import { mapParams, nest, scalar, under, zeros, type NDArray, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Decay rates of the gradient's first and second moment. */
export interface AdamBetas {
  readonly beta1: number;
  readonly beta2: number;
}

/**
 * Adam's state before the first step: zeros `m.NAME` and `v.NAME`, or `v.NAME` alone if `beta1` is 0.
 *
 * The moments are sums, `m = Σ beta1^k g` and `v = Σ beta2^k g²` over past gradients, not averages. Their normalisation is a number per
 * step, included in `adamScalars`; this saves two ops per weight.
 */
export const adamMoments = (weights: Params<NDArray>, { beta1 }: AdamBetas): Params<NDArray> => {
  const initial = mapParams(weights, ({ shape }) => zeros(shape));
  return { ...(beta1 > 0 && nest("m", initial)), ...nest("v", initial) };
};

/**
 * The scalars of Adam's step `step` = 1, 2, ..., computed on the host in float64 as draws of the step.
 *
 * With them `weight - stepSize m / (sqrt(v) + epsilon)` is Adam with both bias corrections, in the form at the end of section 2 of
 * Kingma and Ba, arXiv 1412.6980.
 */
export function adamScalars(
  step: number,
  { learningRate, beta1, beta2, epsilon }: AdamBetas & { readonly learningRate: number; readonly epsilon: number },
): { readonly stepSize: NDArray; readonly epsilon: NDArray } {
  const sumOfPowers = (beta: number) => (1 - beta ** step) / (1 - beta);
  const root = Math.sqrt(sumOfPowers(beta2));
  return { stepSize: scalar((learningRate * root) / sumOfPowers(beta1)), epsilon: scalar(epsilon * root) };
}

/**
 * One step of Adam: new weights and moments under the same names.
 *
 * With `scalars.weightDecay`, the learning rate times the decay, it is AdamW: `weight - weightDecay weight - (Adam's step)`. The decay does not
 * enter the moments. Both steps are subtracted at once, since `1 - weightDecay` would round small decays to multiples of 6e-8. Weights
 * named by `fixed` do not decay. Loshchilov and Hutter, arXiv 1711.05101, algorithm 2.
 */
export function adamUpdate({
  weights,
  gradients,
  moments,
  scalars,
  fixed = [],
  beta1,
  beta2,
}: AdamBetas & {
  readonly weights: Params;
  readonly gradients: Params;
  readonly moments: Params;
  readonly scalars: { readonly stepSize: Tensor; readonly epsilon: Tensor; readonly weightDecay?: Tensor | undefined };
  readonly fixed?: readonly string[] | undefined;
}): { readonly weights: Params; readonly moments: Params } {
  const m = beta1 > 0 ? mapParams(under("m", moments), (m, name) => m.mul(beta1).add(gradients[name]!)) : gradients;
  const v = mapParams(under("v", moments), (v, name) => v.mul(beta2).add(gradients[name]!.square()));
  return {
    weights: mapParams(weights, (weight, name) => {
      const step = m[name]!.mul(scalars.stepSize).div(v[name]!.sqrt().add(scalars.epsilon));
      const decays = scalars.weightDecay !== undefined && !fixed.includes(name);
      return weight.sub(decays ? step.add(weight.mul(scalars.weightDecay)) : step);
    }),
    moments: { ...(beta1 > 0 && nest("m", m)), ...nest("v", v) },
  };
}
