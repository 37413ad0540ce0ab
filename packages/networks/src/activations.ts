import type { Tensor } from "@tensorflow/tfjs";

/** Elementwise nonlinearities by name. */
export const activations = {
  /** `x sigmoid(x)`: smooth, the habit of diffusion networks. */
  silu: (x: Tensor): Tensor => x.mul(x.sigmoid()),
  /** `ln(1 + e^x)`: a smooth one that TensorFlow.js differentiates twice correctly. */
  softplus: (x: Tensor): Tensor => x.softplus(),
  /** Sitzmann et al., arXiv 2006.09661. Correct twice, too. */
  sin: (x: Tensor): Tensor => x.sin(),
  /** Correct twice, too, and of a growth that only shallow networks bear. */
  square: (x: Tensor): Tensor => x.square(),
} as const;

export type Activation = keyof typeof activations;

/**
 * Those through which TensorFlow.js gets second derivatives right. Through sigmoid (so `silu`), tanh, exp and elu they are
 * silently wrong: the gradient of these reads their output, which the tape of the second derivative meets too late.
 */
export const twiceDifferentiable = ["softplus", "sin", "square"] as const satisfies readonly Activation[];
