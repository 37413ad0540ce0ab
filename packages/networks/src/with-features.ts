import type { Network, NetworkFeatures } from "@tweedie/core";

/** The evaluations of a network, with features of the given shape and without, from one function. */
export const withFeatures = (
  shape: readonly number[],
  evaluate: NetworkFeatures["evaluate"],
): Pick<Network, "forward" | "features"> => ({
  forward: (...inputs) => evaluate(...inputs).output,
  features: { shape, evaluate },
});
