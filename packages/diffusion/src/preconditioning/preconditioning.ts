import type { Denoiser, Level, Network } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/**
 * Scales of a network's input, output and noise level, which make its output `F` a prediction of the noise.
 *
 * In EDM's coordinates, `x = xt / alphaBar` and `sigma = betaBar / alphaBar`, a preconditioning is four functions of sigma: the network
 * computes `F(cIn x, cNoise)`, and the denoised sample is `cSkip x + cOut F` (Karras et al., arXiv 2206.00364, table 1). Here the
 * noise `eps = ((1 - cSkip) x - cOut F) / sigma` is computed instead, with sigma cancelled analytically, so that no digits are lost at
 * small noise, and in the amplitudes, so that it is valid for any schedule.
 */
export interface Preconditioning {
  /** Input of the network, `cIn x`: `[b, ...]`. */
  input(xt: Tensor, level: Level): Tensor;
  /** The number that conditions the network, `cNoise`: `[b]`. */
  noise(level: Level): Tensor;
  /** The noise that the output `f` predicts. */
  epsilon(f: Tensor, xt: Tensor, level: Level): Tensor;
  /** The inverse of `epsilon`: the output that predicts the noise `eps`. */
  output(eps: Tensor, xt: Tensor, level: Level): Tensor;
}

/** A network with its preconditioning, as a denoiser. */
export const preconditionedDenoiser = (
  network: Pick<Network, "forward" | "classes">,
  preconditioning: Preconditioning,
): Denoiser => ({
  classes: network.classes,
  epsilon(params, xt, level, label) {
    const noise = preconditioning.noise(level);
    const f = network.forward(params, preconditioning.input(xt, level), noise, label);
    return preconditioning.epsilon(f, xt, level);
  },
});
