import type { Tensor } from "@tensorflow/tfjs-core";

/**
 * Noise level of each sample of a batch: `xt = alphaBar * x0 + betaBar * eps`.
 *
 * Both are amplitudes, shaped `[b, 1, ..., 1]` to multiply a batch. DDPM's `alphas_cumprod` is `alphaBar` **squared**.
 */
export interface Level {
  readonly alphaBar: Tensor; // [b, 1, ..., 1]
  readonly betaBar: Tensor; // [b, 1, ..., 1]
}

/** The noise level at one time, as numbers. */
export interface Amplitudes {
  readonly alphaBar: number;
  readonly betaBar: number;
}

/** Noise level as a function of time. `sigma` is everywhere the noise-to-signal ratio `betaBar / alphaBar`. */
export interface NoiseSchedule {
  amplitudes(t: number): Amplitudes;
  /** The time at which the noise-to-signal ratio is `sigma`. */
  timeOf(sigma: number): number;
}

/** Distribution of the time in training. */
export interface TimeLaw {
  /** Noise-to-signal ratios at the beginning and the end of training, if all samples of a step share one. Omitted: levels vary within a step. */
  readonly level?: { readonly from: number; readonly to: number };
  /** Maps uniform numbers in (0, 1) to times. A single level ignores `u`; an annealed one follows `progress`, the fraction of training done. */
  quantile(u: number, progress?: number): number;
}
