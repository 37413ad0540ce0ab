import { type Network, type TrainableModel, type Teacher, TweedieError } from "@tweedie/core";
import { adapted, type AdapterOptions } from "./adapter.ts";
import { firstWeights } from "./first-weights.ts";

/** What a student or a fake score is made of: a network, and how its weights begin. */
export interface ModelNetwork {
  readonly network: Pick<Network, "classes" | "forward">;
  readonly model: TrainableModel;
}

/**
 * The network that all share, as one of the players has it: with weights of its own, a copy of the teacher's or drawn anew, or
 * as an adapter of the teacher. `where` is the path of the player.
 */
export function modelNetwork(
  { init, adapter }: { readonly init: "teacher" | "random"; readonly adapter?: AdapterOptions | undefined },
  { network, teacher, where }: { readonly network: Network; readonly teacher: Teacher; readonly where: string },
): ModelNetwork {
  const player = {
    startsAsTeacher: init === "teacher",
    init: firstWeights(init, { network, teacher, where: `${where}.init` }),
  };
  if (!adapter) return { network, model: player };
  if (init === "random") {
    throw new TweedieError({
      where: `${where}.adapter`,
      what: "an adapter is added to the teacher's weights, and `init: random` takes others",
      fix: "leave one of the two out",
    });
  }
  const lora = adapted(network, adapter, `${where}.adapter`);
  return { network: lora, model: { ...player, sharesTeacher: true, init: lora.init } };
}
