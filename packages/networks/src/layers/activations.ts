import type { Tensor } from "@tensorflow/tfjs-core";

/** Activation functions by name. */
export const activations = {
  /** `x sigmoid(x)`: smooth; the usual choice in diffusion networks. */
  silu: (x: Tensor): Tensor => x.mul(x.sigmoid()),
  /** `ln(1 + e^x)`: smooth; TensorFlow.js computes its second derivative correctly. */
  softplus: (x: Tensor): Tensor => x.softplus(),
  /** Sitzmann et al., arXiv 2006.09661. Its second derivative is correct, too. */
  sin: (x: Tensor): Tensor => x.sin(),
  /** Its second derivative is correct, too. It grows so fast that only shallow networks can use it. */
  square: (x: Tensor): Tensor => x.square(),
} as const;

export type Activation = keyof typeof activations;

/**
 * Activations with correct second derivatives in TensorFlow.js. Those of sigmoid (hence `silu`), tanh, exp and elu are silently wrong:
 * their gradient reads their output, which the tape of the second derivative does not track.
 */
export const twiceDifferentiable = ["softplus", "sin", "square"] as const satisfies readonly Activation[];
