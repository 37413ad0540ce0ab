import type { Denoiser } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs";

/** A denoiser of samples whose classes are known: `label: [b]`, or none. What samples or compares need not know of classes then. */
export const withLabel = (denoiser: Denoiser, label: Tensor | undefined): Denoiser => ({
  epsilon: (params, xt, level) => denoiser.epsilon(params, xt, level, label),
});
