import { type Denoiser, type Level, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs";
import { eulerStep, heunStep } from "./ode-sampler.ts";

/** A way from pure noise to samples, down a ladder of noise levels that ends at 0. In EDM's coordinates, alphaBar = 1. */
export interface DiffusionSampler {
  /** From one level to the next, which is lower. `noise` are standard normals of the shape of `x`. */
  readonly step: SamplerStep;
  /** The step to σ = 0. */
  readonly lastStep: SamplerStep;
  /** Whether steps before the last draw noise. */
  readonly draws: boolean;
  /** Network evaluations that so many steps cost. */
  evaluations(steps: number): number;
  /** Steps that so many network evaluations pay for. */
  steps(evaluations: number): number;
}

type SamplerStep = (denoiser: Denoiser, params: Params, x: Tensor, level: Level, next: Tensor, noise: Tensor) => Tensor;

/**
 * A draw from the posterior of the next level, `q(x_next | x, x0)`, with the denoised sample for x0: one evaluation.
 *
 * The DDPM's sampler with its lower variance, in EDM's coordinates. Ho et al., arXiv 2006.11239, eq. 6 and 7.
 */
export const ancestralStep: SamplerStep = (denoiser, params, x, level, next, noise) => {
  const { betaBar } = level;
  const kept = next.div(betaBar).square();
  const spread = next.mul(betaBar.square().sub(next.square()).sqrt()).div(betaBar);
  const eps = denoiser.epsilon(params, x, level);
  return x.sub(eps.mul(betaBar).mul(kept.neg().add(1))).add(noise.mul(spread));
};

const once = { evaluations: (steps: number) => steps, steps: (evaluations: number) => evaluations };

export const samplers = {
  heun: {
    step: heunStep,
    lastStep: eulerStep,
    draws: false,
    evaluations: (steps) => 2 * steps - 1,
    steps: (evaluations) => Math.floor((evaluations + 1) / 2),
  },
  euler: { step: eulerStep, lastStep: eulerStep, draws: false, ...once },
  ancestral: { step: ancestralStep, lastStep: eulerStep, draws: true, ...once },
} as const satisfies Readonly<Record<string, DiffusionSampler>>;

export type SamplerName = keyof typeof samplers;

export const samplerNames = Object.keys(samplers) as readonly SamplerName[];
