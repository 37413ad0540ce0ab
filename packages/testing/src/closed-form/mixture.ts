import { tf, type Amplitudes, type Denoiser, type Level, type Mixture } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Log density of a noised mixture at `xt`, the posterior probability of each component, and their variance. */
function posterior({ means, weights, std }: Mixture, xt: readonly number[], { alphaBar, betaBar }: Amplitudes) {
  const variance = (alphaBar * std) ** 2 + betaBar ** 2;
  const logs = means.map((mean, k) => {
    const squared = xt.reduce((sum, x, i) => sum + (x - alphaBar * mean[i]!) ** 2, 0);
    return Math.log(weights[k]!) - squared / (2 * variance) - (xt.length / 2) * Math.log(2 * Math.PI * variance);
  });
  const largest = Math.max(...logs);
  const logDensity = largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0));
  return { variance, logDensity, probabilities: logs.map((log) => Math.exp(log - logDensity)) };
}

/** Log density of a noised Gaussian mixture at one point, in float64. */
export const mixtureLogDensity = (mixture: Mixture, xt: readonly number[], amplitudes: Amplitudes): number =>
  posterior(mixture, xt, amplitudes).logDensity;

/** Optimal noise prediction at one point of a noised Gaussian mixture, `-betaBar ∇log p(xt)`, in float64. */
export function mixtureEpsilon(mixture: Mixture, xt: readonly number[], amplitudes: Amplitudes): number[] {
  const { variance, probabilities } = posterior(mixture, xt, amplitudes);
  return xt.map((x, i) => {
    const mean = probabilities.reduce((sum, p, k) => sum + p * amplitudes.alphaBar * mixture.means[k]![i]!, 0);
    return (amplitudes.betaBar * (x - mean)) / variance;
  });
}

/** Log densities of the weighted components up to a constant of the level, `xt` minus their means, and their variance. */
function componentsOf({ means, weights, std }: Mixture, xt: Tensor, { alphaBar, betaBar }: Level) {
  const centres = tf.tensor2d(means.map((mean) => [...mean])); // [k, d]
  const variance = alphaBar.mul(std).square().add(betaBar.square()); // [b, 1]
  const gaps = xt.expandDims(1).sub(alphaBar.expandDims(1).mul(centres)); // [b, k, d]
  const logs = tf
    .tensor1d([...weights])
    .log()
    .sub(gaps.square().sum(2).div(variance.mul(2))); // [b, k]
  return { logs, gaps, variance };
}

/** Log density of noised samples of a mixture, `xt: [b, d]`, up to a constant of the level: `[b]`. */
export const mixtureEnergy = (mixture: Mixture, xt: Tensor, level: Level): Tensor =>
  componentsOf(mixture, xt, level).logs.logSumExp(1);

/** Optimal noise prediction for samples of a mixture, `xt: [b, d]`: `mixtureEpsilon` in tfjs. */
export const mixtureDenoiser = (mixture: Mixture): Denoiser => ({
  epsilon(_, xt, level) {
    const { logs, gaps, variance } = componentsOf(mixture, xt, level);
    const gap = tf.softmax(logs).expandDims(2).mul(gaps).sum(1); // [b, d]
    return level.betaBar.mul(gap).div(variance);
  },
});
