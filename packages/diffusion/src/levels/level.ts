import type { Level } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Amplitudes `[b]`, reshaped to multiply a batch of the given rank: `[b, 1, ..., 1]`. */
export function levelOf(alphaBar: Tensor, betaBar: Tensor, rank: number): Level {
  const shape = [alphaBar.size, ...new Array<number>(rank - 1).fill(1)];
  return { alphaBar: alphaBar.reshape(shape), betaBar: betaBar.reshape(shape) };
}

/** Noise-to-signal ratio `betaBar / alphaBar`, EDM's σ: `[b, 1, ..., 1]`. */
export const sigmaOf = ({ alphaBar, betaBar }: Level): Tensor => betaBar.div(alphaBar);
