import type { Denoiser, Level, Network, Preconditioning } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { sigmaOf } from "../levels/level.ts";
import { preconditionedDenoiser } from "./preconditioning.ts";

/**
 * Standard deviation of `xt` for data of standard deviation `sigmaData`: `[b, 1, ..., 1]`.
 *
 * In EDM's coordinates, `x = xt / alphaBar` and `sigma = betaBar / alphaBar`, it is `alphaBar sqrt(sigma² + sigmaData²)`.
 */
export const noisedStd = ({ alphaBar, betaBar }: Level, sigmaData: number): Tensor =>
  betaBar.square().add(alphaBar.mul(sigmaData).square()).sqrt();

/**
 * The noise, from EDM's network output `F`: `sigma x / (sigma² + sigmaData²) - sigmaData F / sqrt(sigma² + sigmaData²)`.
 *
 * This is `(x - cSkip x - cOut F) / sigma` with sigma cancelled analytically, so that no digits are lost at small noise, and written
 * in the amplitudes, so that it is valid for any schedule. Karras et al., arXiv 2206.00364, table 1.
 */
export function epsFromEdm(f: Tensor, xt: Tensor, level: Level, sigmaData: number): Tensor {
  const std = noisedStd(level, sigmaData);
  const linear = level.betaBar.mul(xt).div(std); // the best linear prediction, times std
  return linear.sub(level.alphaBar.mul(sigmaData).mul(f)).div(std);
}

/** The inverse of `epsFromEdm`: the `F` that predicts the noise `eps`. */
export function edmFromEps(eps: Tensor, xt: Tensor, level: Level, sigmaData: number): Tensor {
  const std = noisedStd(level, sigmaData);
  return level.betaBar.mul(xt).div(std).sub(eps.mul(std)).div(level.alphaBar.mul(sigmaData));
}

/**
 * EDM's preconditioning: input and target of the network have unit variance at every noise level, for data of standard deviation
 * `sigmaData`. `cSkip = sigmaData² / (sigma² + sigmaData²)`, `cOut = sigma sigmaData / sqrt(sigma² + sigmaData²)`,
 * `cIn = 1 / sqrt(sigma² + sigmaData²)`, `cNoise = ln(sigma) / 4`. Karras et al., arXiv 2206.00364, table 1.
 */
export const edmPreconditioning = (sigmaData: number): Preconditioning => ({
  input: (xt, level) => xt.div(noisedStd(level, sigmaData)),
  noise: (level) => sigmaOf(level).log().div(4).flatten(),
  epsilon: (f, xt, level) => epsFromEdm(f, xt, level, sigmaData),
  output: (eps, xt, level) => edmFromEps(eps, xt, level, sigmaData),
});

/** A network with EDM's preconditioning, as a denoiser. */
export const edmDenoiser = (network: Pick<Network, "forward" | "classes">, sigmaData: number): Denoiser =>
  preconditionedDenoiser(network, edmPreconditioning(sigmaData));
