import { type Denoiser, type Level, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** `count` noise levels from `max` down to `min`, evenly spaced in `sigma^(1/rho)`, then 0. Karras et al., arXiv 2206.00364, eq. 5. */
export function karrasSigmas(
  count: number,
  { min, max, rho = 7 }: { min: number; max: number; rho?: number },
): number[] {
  const root = (sigma: number) => sigma ** (1 / rho);
  const ramp = (i: number) => (root(max) + (i / Math.max(count - 1, 1)) * (root(min) - root(max))) ** rho;
  return [...Array.from({ length: count }, (_, i) => ramp(i)), 0];
}

/** Euler step of the probability-flow ODE `dx/dσ = ε` in EDM's coordinates (alphaBar = 1): one network evaluation. */
export const eulerStep = (denoiser: Denoiser, params: Params, x: Tensor, level: Level, next: Tensor): Tensor =>
  x.add(denoiser.epsilon(params, x, level).mul(next.sub(level.betaBar)));

/** Heun step of the same ODE: two network evaluations, second order, for `next` > 0. Karras et al., arXiv 2206.00364, algorithm 1. */
export function heunStep(denoiser: Denoiser, params: Params, x: Tensor, level: Level, next: Tensor): Tensor {
  const slope = denoiser.epsilon(params, x, level);
  const h = next.sub(level.betaBar);
  const nextSlope = denoiser.epsilon(params, x.add(slope.mul(h)), { alphaBar: level.alphaBar, betaBar: next });
  return x.add(slope.add(nextSlope).mul(h.div(2)));
}

/** Denoised samples of the last step of a multistep method, and the weight with which they extrapolate. */
export interface PreviousStep {
  /** `[b, ...]`; any values at the first step. */
  readonly denoised: Tensor;
  /** `extrapolationWeight` of the step, a scalar. */
  readonly weight: Tensor;
}

/**
 * Step of DPM-Solver++ (2M) in EDM's coordinates: one network evaluation, second order. It extrapolates the denoised samples `D`
 * from the last step: `x' = (next / σ) x + (1 - next / σ) (D + weight (D - D_last))`. Lu et al., arXiv 2211.01095, algorithm 2.
 */
export function dpmSolverStep(
  denoiser: Denoiser,
  params: Params,
  x: Tensor,
  level: Level,
  next: Tensor,
  { denoised: last, weight }: PreviousStep,
): { readonly x: Tensor; readonly denoised: Tensor } {
  const denoised = x.sub(denoiser.epsilon(params, x, level).mul(level.betaBar));
  const kept = next.div(level.betaBar);
  const extrapolated = denoised.add(denoised.sub(last).mul(weight));
  return { x: x.mul(kept).add(extrapolated.mul(kept.neg().add(1))), denoised };
}

/** Weight of the extrapolation in the step `index` of DPM-Solver++ (2M): `h / (2 h_last)` in log σ, and 0 at the first step and the step to 0. */
export function extrapolationWeight(sigmas: readonly number[], index: number): number {
  const [last, sigma, next] = [sigmas[index - 1], sigmas[index]!, sigmas[index + 1]!];
  return last === undefined || next === 0 ? 0 : Math.log(sigma / next) / (2 * Math.log(last / sigma));
}
