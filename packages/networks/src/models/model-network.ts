import {
  type ChosenPlugin,
  type Network,
  type Params,
  type Random,
  type TrainableModel,
  type Teacher,
  TweedieError,
} from "@tweedie/core";
import { adaptNetwork, factorPrefix, type AdapterOptions } from "./adapter.ts";
import { initialWeights, requireNetwork, type InitialWeights } from "./initial-weights.ts";
import { initialOwnWeights, refuseAdapter } from "./own-network.ts";

/** Network and initialisation of a student or a fake score. */
export interface ModelNetwork {
  readonly network: Pick<Network, "classes" | "augmentation" | "forward" | "features">;
  /** Weights of the shared network that compute the same: the params themselves, or those of an adapter merged. */
  merge(params: Params): Params;
  readonly model: TrainableModel;
  /** True if it is a network of its own, not that of the experiment. */
  readonly isOwn: boolean;
}

interface ModelOptions {
  readonly init: InitialWeights;
  readonly adapter?: AdapterOptions | undefined;
  /** A network of its own. Default: that of the experiment. */
  readonly network?: ChosenPlugin<"network"> | undefined;
}

/**
 * The network of a student or a fake score: the shared one, with weights that are copied from the teacher or random, or as an adapter of
 * the teacher's weights; or a network of its own.
 *
 * @param where Path of the model in the experiment, for messages.
 * @throws TweedieError if the options do not fit the teacher or each other.
 */
export function modelNetwork(
  { init, adapter, network: own }: ModelOptions,
  { network: shared, teacher, where }: { readonly network: Network; readonly teacher: Teacher; readonly where: string },
): ModelNetwork {
  if (own && adapter) refuseAdapter(where);
  const network = own?.object ?? shared;
  const initial = initialWeights(init, { network, teacher, where: `${where}.init` });
  const model = {
    startsAsTeacher: init === "teacher" && !own,
    ...(own && typeof init === "string" ? initialOwnWeights(init, network) : initial),
    ...(network.draws && { draws: (random: Random, count: number) => network.draws!(random, count) }),
  };
  const isOwn = own !== undefined;
  if (!adapter) return { network, merge: (params) => params, model: { ...model, fixed: network.fixed }, isOwn };
  if (init === "random") {
    throw new TweedieError({
      where: `${where}.adapter`,
      what: "an adapter updates the teacher's weights, which `init: random` does not use",
      fix: "remove one of the two",
    });
  }
  if (typeof init === "object") requireNetwork(teacher, `${where}.adapter`);
  const lora = adaptNetwork(network, adapter, `${where}.adapter`);
  const { merge } = lora;
  return {
    network: lora,
    merge: (params) => ownOf(merge(params)),
    model: { ...model, sharesTeacher: true, init: lora.init },
    isOwn,
  };
}

/** Weights without the factors of an adapter. */
const ownOf = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).filter(([name]) => !name.startsWith(factorPrefix)));
