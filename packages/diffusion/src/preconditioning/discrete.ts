import { type Preconditioning, tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { sigmaOf } from "../levels/level.ts";
import { epsFromX0, x0FromEps } from "../predictions/parameterisations.ts";
import { edmFromEps, edmPreconditioning, epsFromEdm } from "./edm.ts";

/** Output of a network that was trained on the steps of a variance-preserving diffusion. */
export type DiscretePrediction = "epsilon" | "v" | "sample";

/**
 * Networks trained on discrete steps 0, 1, ... of noise levels `sigmas` (ascending), with inputs of unit variance:
 * `cIn = 1 / sqrt(sigma² + 1)`, and `cNoise` is the step, linearly interpolated between the levels and constant beyond them.
 *
 * - `epsilon`: `cSkip = 1`, `cOut = -sigma`. Ho et al., arXiv 2006.11239.
 * - `v = alphaBar eps - betaBar x0`: `cSkip = 1 / (sigma² + 1)`, `cOut = -sigma / sqrt(sigma² + 1)`. arXiv 2202.00512, appendix D.
 * - `sample`: `cSkip = 0`, `cOut = 1`.
 */
export const discretePreconditioning = (
  prediction: DiscretePrediction,
  sigmas: readonly number[],
): Preconditioning => ({
  ...predictions[prediction],
  noise: (level) => stepOf(sigmaOf(level).flatten(), sigmas),
});

const { input } = edmPreconditioning(1);

/** Input and output of a network with variance-preserving inputs, by what it predicts. For data of unit variance, v is EDM's `-F`. */
export const predictions: Readonly<Record<DiscretePrediction, Omit<Preconditioning, "noise">>> = {
  epsilon: { input, epsilon: (f) => f, output: (eps) => eps },
  v: {
    input,
    epsilon: (v, xt, level) => epsFromEdm(v.neg(), xt, level, 1),
    output: (eps, xt, level) => edmFromEps(eps, xt, level, 1).neg(),
  },
  sample: { input, epsilon: epsFromX0, output: x0FromEps },
};

/** The step of each noise level `sigma: [b]`: the sum of the fractions of all intervals that lie below it. */
function stepOf(sigma: Tensor, sigmas: readonly number[]): Tensor {
  const starts = tf.tensor2d([sigmas.slice(0, -1)]);
  const widths = tf.tensor2d([sigmas.slice(1).map((end, i) => end - sigmas[i]!)]);
  return sigma.reshape([-1, 1]).sub(starts).div(widths).clipByValue(0, 1).sum(1);
}
