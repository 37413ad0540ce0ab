import { type Denoiser, type Level, type Params } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { dpmSolverStep, eulerStep, heunStep, type PreviousStep } from "./ode-steps.ts";

/** A sampler from pure noise to data along decreasing noise levels that end at 0, in EDM's coordinates (alphaBar = 1). */
export interface DiffusionSampler {
  /** The step from one noise level to the next lower one. */
  readonly step: SamplerStep;
  /** The step into the lowest level above 0, if it is another one. */
  readonly stepToLowest?: SamplerStep;
  /** The step to σ = 0. */
  readonly lastStep: SamplerStep;
  /** True if all steps but the last use `noise`. */
  readonly draws: boolean;
  /** Number of network evaluations of `steps` steps. */
  evaluations(steps: number): number;
  /** Largest number of steps with at most `evaluations` network evaluations. */
  steps(evaluations: number): number;
}

/** The parts of a sampler that are steps. */
export type SamplerPart = "step" | "stepToLowest" | "lastStep";

/** The part of a sampler that is step `index` of `steps`. */
export function samplerPart({ stepToLowest }: DiffusionSampler, index: number, steps: number): SamplerPart {
  if (index === steps - 1) return "lastStep";
  return stepToLowest && index === steps - 2 ? "stepToLowest" : "step";
}

export interface SamplerInputs {
  readonly denoiser: Denoiser;
  readonly params: Params;
  /** Samples `[b, ...]` at `level`. */
  readonly x: Tensor;
  readonly level: Level;
  /** The next lower noise level, in the shape of `level.betaBar`. */
  readonly next: Tensor;
  /** Standard normal, in the shape of `x`. */
  readonly noise: Tensor;
  readonly previous: PreviousStep;
}

/** Returns the samples at the next level; a multistep method also the denoised samples, which its next step receives. */
export type SamplerStep = (inputs: SamplerInputs) => { readonly x: Tensor; readonly denoised?: Tensor };

const eulerSampling: SamplerStep = ({ denoiser, params, x, level, next }) => ({
  x: eulerStep(denoiser, params, x, level, next),
});

const heunSampling: SamplerStep = ({ denoiser, params, x, level, next }) => ({
  x: heunStep(denoiser, params, x, level, next),
});

/**
 * Draws from the posterior of the next level, `q(x_next | x, x0)`, with the denoised sample as x0: one network evaluation.
 *
 * DDPM's sampler with the lower of its two variances, in EDM's coordinates. Ho et al., arXiv 2006.11239, eq. 6 and 7.
 */
export const ancestralStep: SamplerStep = ({ denoiser, params, x, level, next, noise }) => {
  const { betaBar } = level;
  const kept = next.div(betaBar).square();
  const std = next.mul(betaBar.square().sub(next.square()).sqrt()).div(betaBar);
  const eps = denoiser.epsilon(params, x, level);
  return { x: x.sub(eps.mul(betaBar).mul(kept.neg().add(1))).add(noise.mul(std)) };
};

const oneEvaluationPerStep = { evaluations: (steps: number) => steps, steps: (evaluations: number) => evaluations };

export const samplers = {
  heun: {
    step: heunSampling,
    lastStep: eulerSampling,
    draws: false,
    evaluations: (steps) => 2 * steps - 1,
    steps: (evaluations) => Math.floor((evaluations + 1) / 2),
  },
  // Heun's correction evaluates the network at the end of the step. Into the lowest level the step is so long, relative to that
  // level, that with few steps the correction amplifies the network's errors.
  "heun-euler": {
    step: heunSampling,
    stepToLowest: eulerSampling,
    lastStep: eulerSampling,
    draws: false,
    evaluations: (steps) => Math.max(2 * steps - 2, 1),
    steps: (evaluations) => Math.floor((evaluations + 2) / 2),
  },
  "dpmpp-2m": {
    step: ({ denoiser, params, x, level, next, previous }) => dpmSolverStep(denoiser, params, x, level, next, previous),
    lastStep: eulerSampling,
    draws: false,
    ...oneEvaluationPerStep,
  },
  euler: { step: eulerSampling, lastStep: eulerSampling, draws: false, ...oneEvaluationPerStep },
  ancestral: { step: ancestralStep, lastStep: eulerSampling, draws: true, ...oneEvaluationPerStep },
} as const satisfies Readonly<Record<string, DiffusionSampler>>;

export type SamplerName = keyof typeof samplers;

export const samplerNames = Object.keys(samplers) as readonly SamplerName[];
