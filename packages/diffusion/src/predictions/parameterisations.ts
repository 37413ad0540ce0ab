import type { Level } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

// Prediction targets other than the noise, each as a function of the noise and its inverse. All are valid for any amplitudes,
// not only alphaBar² + betaBar² = 1.

/** Tweedie's formula: `x0 = (xt - betaBar eps) / alphaBar`. */
export const x0FromEps = (eps: Tensor, xt: Tensor, { alphaBar, betaBar }: Level): Tensor =>
  xt.sub(betaBar.mul(eps)).div(alphaBar);

/** `eps = (xt - alphaBar x0) / betaBar`. */
export const epsFromX0 = (x0: Tensor, xt: Tensor, { alphaBar, betaBar }: Level): Tensor =>
  xt.sub(alphaBar.mul(x0)).div(betaBar);

/** `score = ∇log p(xt) = -eps / betaBar`. */
export const scoreFromEps = (eps: Tensor, { betaBar }: Level): Tensor => eps.div(betaBar).neg();

/** `eps = -betaBar score`. */
export const epsFromScore = (score: Tensor, { betaBar }: Level): Tensor => score.mul(betaBar).neg();

/** `v = alphaBar eps - betaBar x0` (Salimans and Ho, arXiv 2202.00512, appendix D). */
export const vFromEps = (eps: Tensor, xt: Tensor, level: Level): Tensor =>
  level.alphaBar.mul(eps).sub(level.betaBar.mul(x0FromEps(eps, xt, level)));

/** `eps = (betaBar xt + alphaBar v) / (alphaBar² + betaBar²)`. */
export const epsFromV = (v: Tensor, xt: Tensor, { alphaBar, betaBar }: Level): Tensor =>
  betaBar.mul(xt).add(alphaBar.mul(v)).div(alphaBar.square().add(betaBar.square()));
