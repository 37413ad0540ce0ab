import type { Denoiser, Level, Network, NetworkFeatures, Params, Preconditioning } from "@tweedie/core";
import type { Tensor } from "@tensorflow/tfjs-core";

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

/** Predicts the noise in `xt`, and returns the features of the same evaluation of the network. */
export type DenoiserFeatures = (
  params: Params,
  xt: Tensor,
  level: Level,
  label?: Tensor,
) => { readonly epsilon: Tensor; readonly features: Tensor };

/** The features of a network with its preconditioning. */
export const denoiserFeatures =
  ({ evaluate }: NetworkFeatures, preconditioning: Preconditioning): DenoiserFeatures =>
  (params, xt, level, label) => {
    const noise = preconditioning.noise(level);
    const { output, features } = evaluate(params, preconditioning.input(xt, level), noise, label);
    return { epsilon: preconditioning.epsilon(output, xt, level), features };
  };
