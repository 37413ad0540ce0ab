import type { Tensor } from "@tensorflow/tfjs";
import type { Level } from "@tweedie/core";
import { squaredNorm, sumPerSample } from "@tweedie/diffusion";

/** The best prediction of the noise as other samples of the same law show it. */
export interface KernelPrediction {
  /** `[b, d]` */
  readonly eps: Tensor;
  /** How far it is off the truth, `E|eps - best|²`, to first order in the number of samples: `[b]`. */
  readonly error: Tensor;
  /** How many samples it is the mean of, `1 / Σ w²`: `[b]`. Where they are few, neither number means anything. */
  readonly effective: Tensor;
}

/**
 * The posterior mean of the noise in `xt: [b, d]` when the prior is `samples: [m, d]`, each as likely as the others.
 *
 * It is importance sampling from the prior, with weights `w` in proportion to `p(xt | x0)`; its error is that of a
 * self-normalised mean (Owen, "Monte Carlo theory, methods and examples", eq. 9.8). Good for a few dimensions and for noise
 * wider than the gaps between samples.
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
