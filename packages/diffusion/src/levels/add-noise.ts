import type { Level } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** The forward process, `xt = alphaBar x0 + betaBar eps`: `[b, ...]`. */
export const addNoise = (x0: Tensor, eps: Tensor, { alphaBar, betaBar }: Level): Tensor =>
  alphaBar.mul(x0).add(betaBar.mul(eps));
