import type { Denoiser } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** A denoiser with its labels bound, `label: [b]` or undefined, for samplers and diagnostics that are unaware of classes. */
export const withLabel = (denoiser: Denoiser, label: Tensor | undefined): Denoiser => ({
  epsilon: (params, xt, level) => denoiser.epsilon(params, xt, level, label),
});
