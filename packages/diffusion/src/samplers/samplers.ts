import { type Denoiser, type Level, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { eulerStep, heunStep } from "./ode-steps.ts";

/** A sampler from pure noise to data along decreasing noise levels that end at 0, in EDM's coordinates (alphaBar = 1). */
export interface DiffusionSampler {
  /** The step from one noise level to the next lower one. `noise` is standard normal, of the shape of `x`. */
  readonly step: SamplerStep;
  /** The step to σ = 0. */
  readonly lastStep: SamplerStep;
  /** True if all steps but the last use `noise`. */
  readonly draws: boolean;
  /** Number of network evaluations of `steps` steps. */
  evaluations(steps: number): number;
  /** Largest number of steps with at most `evaluations` network evaluations. */
  steps(evaluations: number): number;
}

type SamplerStep = (denoiser: Denoiser, params: Params, x: Tensor, level: Level, next: Tensor, noise: Tensor) => Tensor;

/**
 * Draws from the posterior of the next level, `q(x_next | x, x0)`, with the denoised sample as x0: one network evaluation.
 *
 * DDPM's sampler with the lower of its two variances, in EDM's coordinates. Ho et al., arXiv 2006.11239, eq. 6 and 7.
 */
export const ancestralStep: SamplerStep = (denoiser, params, x, level, next, noise) => {
  const { betaBar } = level;
  const kept = next.div(betaBar).square();
  const std = next.mul(betaBar.square().sub(next.square()).sqrt()).div(betaBar);
  const eps = denoiser.epsilon(params, x, level);
  return x.sub(eps.mul(betaBar).mul(kept.neg().add(1))).add(noise.mul(std));
};

const oneEvaluationPerStep = { evaluations: (steps: number) => steps, steps: (evaluations: number) => evaluations };

export const samplers = {
  heun: {
    step: heunStep,
    lastStep: eulerStep,
    draws: false,
    evaluations: (steps) => 2 * steps - 1,
    steps: (evaluations) => Math.floor((evaluations + 1) / 2),
  },
  euler: { step: eulerStep, lastStep: eulerStep, draws: false, ...oneEvaluationPerStep },
  ancestral: { step: ancestralStep, lastStep: eulerStep, draws: true, ...oneEvaluationPerStep },
} as const satisfies Readonly<Record<string, DiffusionSampler>>;

export type SamplerName = keyof typeof samplers;

export const samplerNames = Object.keys(samplers) as readonly SamplerName[];
