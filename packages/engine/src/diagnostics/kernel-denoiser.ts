import type { Tensor } from "@tensorflow/tfjs-core";
import type { Level } from "@tweedie/core";
import { squaredNorm, sumPerSample } from "@tweedie/diffusion";

/** Optimal prediction of the noise, estimated from samples of the distribution that was noised. */
export interface KernelPrediction {
  /** `[b, d]` */
  readonly eps: Tensor;
  /** Mean squared error of the estimate, `E|eps - optimal|²`, to first order in the number of samples: `[b]`. */
  readonly error: Tensor;
  /** Effective number of samples, `1 / Σ w²`: `[b]`. If it is small, neither `eps` nor `error` is reliable. */
  readonly effective: Tensor;
}

/**
 * Posterior mean of the noise in `xt: [b, d]` for a uniform prior over `samples: [m, d]`.
 *
 * This is importance sampling from the prior, with weights `w` proportional to `p(xt | x0)`. The error is that of a
 * self-normalised mean (Owen, "Monte Carlo theory, methods and examples", eq. 9.8). Accurate in few dimensions and for noise
 * larger than the distances between samples.
 */
export function kernelDenoiser(samples: Tensor, xt: Tensor, { alphaBar, betaBar }: Level): KernelPrediction {
  const norms = squaredNorm(samples); // [m]
  const precision = alphaBar.div(betaBar.square()); // [b, 1]
  const weights = xt.matMul(samples, false, true).sub(alphaBar.mul(norms).mul(0.5)).mul(precision).softmax(); // [b, m]
  const x0 = weights.matMul(samples); // [b, d]

  const squared = weights.square();
  const total = squared.sum(1); // [b]
  const variance = squared
    .matMul(norms.expandDims(1))
    .sub(x0.mul(squared.matMul(samples)).sum(1, true).mul(2))
    .add(x0.square().sum(1, true).mul(total.expandDims(1))); // Σ w² |x - x0|²: [b, 1]
  const ratio = alphaBar.div(betaBar);
  return {
    eps: xt.sub(alphaBar.mul(x0)).div(betaBar),
    error: sumPerSample(variance.mul(ratio.square())),
    effective: total.reciprocal(),
  };
}
