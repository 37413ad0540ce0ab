import type { Tensor } from "@tensorflow/tfjs-core";
import type { NDArray, NDArrays } from "../ndarray.ts";
import type { Params } from "../params.ts";
import type { Random } from "../random.ts";
import type { Level } from "./noise-levels.ts";

/** A model that may be class-conditional. In one distillation all models are, or none. */
export interface ClassConditional {
  /** Number of classes. If set, the model is called with the `label` of each sample, `[b]`, one of 0, ..., classes - 1. Omitted: unconditional. */
  readonly classes?: number | undefined;
}

/** A network without preconditioning, which `edmDenoiser` adds. */
export interface Network extends ClassConditional {
  /** Shape of one sample. */
  readonly shape: readonly number[];
  init(random: Random): Params<NDArray>;
  /** Names of weights without a gradient, such as the frequencies of Fourier features: training leaves them unchanged. Omitted: none. */
  readonly fixed?: readonly string[] | undefined;
  /** Random numbers of one training step on `count` samples, such as dropout masks: merged into the params. Without them nothing is dropped. */
  draws?(random: Random, count: number): NDArrays;
  /** Maps `x: [b, ...]`, conditioned on one number per sample, `noise: [b]`, to `[b, ...]`. */
  forward(params: Params, x: Tensor, noise: Tensor, label?: Tensor): Tensor;
}

/** Predicts the noise in `xt`: `[b, ...] -> [b, ...]`. Other parameterisations are converted to it. */
export interface Denoiser extends ClassConditional {
  epsilon(params: Params, xt: Tensor, level: Level, label?: Tensor): Tensor;
}
