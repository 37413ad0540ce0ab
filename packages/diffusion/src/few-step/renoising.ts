import { tf } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { detach } from "../detach.ts";

/** Denoises `xt = x0 + sigma eps` to the expected `x0`: `xt: [b, ...shape]`, `sigma: [b]`. */
export type DenoiseAt = (xt: Tensor, sigma: Tensor, label?: Tensor) => Tensor;

/** Denoisers of the steps before the one with a gradient, and of that step. */
export interface StepDenoisers {
  readonly before: DenoiseAt;
  readonly last: DenoiseAt;
}

/** Inputs of a generation in several steps. */
export interface RenoisingInput {
  /** Standard normal noise of each step: `[b, steps, ...shape]`. */
  readonly z: Tensor;
  /** `[b]`, if the denoiser is class-conditional. */
  readonly label?: Tensor | undefined;
}

/**
 * Samples of the last step of `x_1 = D(sigma_1 z_1, sigma_1)`, `x_k = D(x_{k-1} + sigma_k z_k, sigma_k)`: `[b, ...shape]`.
 *
 * Each step adds new noise to the sample of the one before: multistep sampling of consistency models, arXiv 2303.01469, algorithm 1.
 */
export const renoised = (denoise: DenoiseAt, sigmas: readonly number[], input: RenoisingInput): Tensor =>
  denoiseAt(denoise, noisedInputs(denoise, sigmas, input).at(-1)!, sigmas.at(-1)!, input.label);

/**
 * The sample `x_k` of one step each, with a gradient through that step alone: `[b, ...shape]`. The steps k are the positions of the ones
 * in the rows of `exits: [b, steps]`.
 *
 * All steps but the last are evaluated for all samples. The step with the gradient is one evaluation, with each sample at the level of its
 * own step. The mean of a loss over uniform k is that of the mixture of the steps' samples: few-step SiD, arXiv 2505.12674; backward
 * simulation of DMD2, arXiv 2405.14867, section 4.5.
 */
export function renoisedToExit(
  { before, last }: StepDenoisers,
  sigmas: readonly number[],
  { exits, ...input }: RenoisingInput & { readonly exits: Tensor },
): Tensor {
  const ofStep = exits.split(sigmas.length, 1); // [b, 1] each
  const selected = noisedInputs(before, sigmas, input).map((x, k) => x.mul(ofStep[k]!.reshape(columnShape(x))));
  const levels = ofStep.map((exit, k) => exit.mul(sigmas[k]!).reshape([-1]));
  return last(detach(total(selected)), total(levels), input.label);
}

/** Inputs of the denoiser in each step: `[b, ...shape]`. */
function noisedInputs(denoise: DenoiseAt, sigmas: readonly number[], { z, label }: RenoisingInput): Tensor[] {
  const [, , ...shape] = z.shape;
  const noise = z.split(sigmas.length, 1).map((each) => each.reshape([-1, ...shape]));
  const inputs: Tensor[] = [];
  for (const [k, sigma] of sigmas.entries()) {
    const noised = noise[k]!.mul(sigma);
    const x = k > 0 && denoiseAt(denoise, inputs[k - 1]!, sigmas[k - 1]!, label);
    inputs.push(x ? x.add(noised) : noised);
  }
  return inputs;
}

const denoiseAt = (denoise: DenoiseAt, xt: Tensor, sigma: number, label: Tensor | undefined): Tensor =>
  denoise(xt, tf.fill([xt.shape[0]!], sigma), label);

const columnShape = ({ shape }: Tensor): number[] => [-1, ...shape.slice(1).map(() => 1)];

const total = (terms: readonly Tensor[]): Tensor => terms.reduce((sum, term) => sum.add(term));
