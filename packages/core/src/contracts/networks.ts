import type { Tensor } from "@tensorflow/tfjs-core";
import type { NDArray, NDArrays } from "../ndarray.ts";
import type { Params } from "../params.ts";
import type { Random } from "../random.ts";
import type { Level } from "./noise-levels.ts";

/** A model that may be class-conditional. In one distillation all models are, or none. */
export interface ClassConditional {
  /**
   * Number of classes. If set, the model is called with the `label` of each sample, `[b]`: one of 0, ..., classes - 1, or `classes` for a
   * sample whose class is not given, as in label dropout and guidance. Omitted: unconditional.
   */
  readonly classes?: number | undefined;
}

/** Numbers that a network receives about the augmentation of each sample of a training step. */
export interface AugmentationLabels {
  /** Their name among the params: `[b, count]`. Without them the samples are not augmented. */
  readonly name: string;
  readonly count: number;
}

/** A network's inner features, which a discriminator may read, with the output of the same evaluation. */
export interface NetworkFeatures {
  /** Shape of the features of a sample: `[h, w, channels]`, or `[channels]`. */
  readonly shape: readonly number[];
  /** Output as of `forward`, and features: `[b, ...shape]`. */
  evaluate(
    params: Params,
    x: Tensor,
    noise: Tensor,
    label?: Tensor,
  ): { readonly output: Tensor; readonly features: Tensor };
}

/** A network without preconditioning, which `preconditionedDenoiser` adds. */
export interface Network extends ClassConditional {
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** True if it is the teacher's own network. */
  readonly ofTeacher?: boolean | undefined;
  /** True if its `draws` withhold the class of a fraction of the samples in training. */
  readonly dropsLabels?: boolean | undefined;
  /** True if the network consists of blocks that can be evaluated again in the backward pass, which saves memory. */
  readonly recomputes?: boolean | undefined;
  init(random: Random): Params<NDArray>;
  /** Names of weights without a gradient, such as the frequencies of Fourier features: training leaves them unchanged. Weights of the labels of augmentations have one where these are given. Omitted: none. */
  readonly fixed?: readonly string[] | undefined;
  /** Random numbers of one training step on `count` samples, such as dropout masks: merged into the params. Without them nothing is dropped. */
  draws?(random: Random, count: number): NDArrays;
  /** Omitted: it receives nothing about augmentations. */
  readonly augmentation?: AugmentationLabels | undefined;
  /** Maps `x: [b, ...]`, conditioned on one number per sample, `noise: [b]`, to `[b, ...]`. */
  forward(params: Params, x: Tensor, noise: Tensor, label?: Tensor): Tensor;
  /** Its coarsest features: the last map of a U-Net's encoder, the last tokens of a transformer, the last hidden layer of an MLP. Omitted: none. */
  readonly features?: NetworkFeatures | undefined;
}

/**
 * Scales of a network's input, output and noise level, which make its output `F` a prediction of the noise.
 *
 * In EDM's coordinates, `x = xt / alphaBar` and `sigma = betaBar / alphaBar`, a preconditioning is four functions of sigma: the network
 * computes `F(cIn x, cNoise)`, and the denoised sample is `cSkip x + cOut F` (Karras et al., arXiv 2206.00364, table 1). Here the
 * noise `eps = ((1 - cSkip) x - cOut F) / sigma` is computed instead, with sigma cancelled analytically, so that no digits are lost at
 * small noise, and in the amplitudes, so that it is valid for any schedule.
 */
export interface Preconditioning {
  /** Its kind and its numbers, for files. Omitted: it cannot be written to a file. */
  readonly settings?: object | undefined;
  /** Input of the network, `cIn x`: `[b, ...]`. */
  input(xt: Tensor, level: Level): Tensor;
  /** The number that conditions the network, `cNoise`: `[b]`. */
  noise(level: Level): Tensor;
  /** The noise that the output `f` predicts. */
  epsilon(f: Tensor, xt: Tensor, level: Level): Tensor;
  /** The inverse of `epsilon`: the output that predicts the noise `eps`. */
  output(eps: Tensor, xt: Tensor, level: Level): Tensor;
}

/** Predicts the noise in `xt`: `[b, ...] -> [b, ...]`. Other parameterisations are converted to it. */
export interface Denoiser extends ClassConditional {
  /** That of its network. Omitted: it receives nothing about augmentations. */
  readonly augmentation?: AugmentationLabels | undefined;
  epsilon(params: Params, xt: Tensor, level: Level, label?: Tensor): Tensor;
}
