import type { Tensor } from "@tensorflow/tfjs-core";

/** Activation functions by name. */
export const activations = {
  /** `x sigmoid(x)`: smooth; the usual choice in diffusion networks. */
  silu: (x: Tensor): Tensor => x.mul(x.sigmoid()),
  /** `ln(1 + e^x)`: smooth. */
  softplus: (x: Tensor): Tensor => x.softplus(),
  /** Sitzmann et al., arXiv 2006.09661. */
  sin: (x: Tensor): Tensor => x.sin(),
  /** It grows so fast that only shallow networks can use it. */
  square: (x: Tensor): Tensor => x.square(),
} as const;

export type Activation = keyof typeof activations;
