import {
  type Network,
  type NDArray,
  type Params,
  pluginOption,
  type TrainableModel,
  TweedieError,
} from "@tweedie/core";
import type { InitialWeights } from "./initial-weights.ts";

/** `network` in the options of a student or a fake score. */
export const ownNetworkOption = pluginOption("network")
  .optional()
  .describe(
    "Network of its own, smaller or of another kind. With `init: teacher` it begins with the teacher's weights of the same name and shape. Default: the network of the experiment.",
  )
  .meta({ example: { use: "networks/mlp", width: 32 } });

/**
 * Initialises a model with a network of its own: randomly, or with the teacher's weights where names and shapes agree.
 *
 * Batch-wise functions of the teacher are not preserved if only some weights fit, so such a model does not start as the teacher.
 */
export function initialOwnWeights(
  init: Exclude<InitialWeights, object>,
  network: Pick<Network, "init">,
): Pick<TrainableModel, "init" | "copies"> {
  if (init === "random") return { init: (random) => network.init(random) };
  return {
    copies: (own, teacher) => fitting(own, teacher),
    init(random, teacher) {
      const own = network.init(random);
      return { ...own, ...Object.fromEntries(fitting(own, teacher).map((name) => [name, teacher[name]!])) };
    },
  };
}

/** Names of weights with the same shape in both. */
const fitting = (own: Params<NDArray>, teacher: Params<NDArray>): readonly string[] =>
  Object.keys(own).filter((name) => teacher[name]?.shape.join() === own[name]!.shape.join());

/** @throws TweedieError for an adapter, which updates the teacher's weights */
export function refuseAdapter(where: string): never {
  const what = "an adapter updates the teacher's weights, which a network of its own does not use";
  throw new TweedieError({ where: `${where}.adapter`, what, fix: "remove `adapter` or `network`" });
}
