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
