import type { Denoiser, Network, Preconditioning } from "@tweedie/core";

/** A network with its preconditioning, as a denoiser. */
export const preconditionedDenoiser = (
  network: Pick<Network, "forward" | "classes" | "augmentation">,
  preconditioning: Preconditioning,
): Denoiser => ({
  classes: network.classes,
  augmentation: network.augmentation,
  epsilon(params, xt, level, label) {
    const noise = preconditioning.noise(level);
    const f = network.forward(params, preconditioning.input(xt, level), noise, label);
    return preconditioning.epsilon(f, xt, level);
  },
});
