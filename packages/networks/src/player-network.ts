import { type Network, type Player, type Teacher, TweedieError } from "@tweedie/core";
import { adapted, type AdapterOptions } from "./adapter.ts";
import { firstWeights } from "./first-weights.ts";

/** What a student or a fake score is made of: a network, and how its weights begin. */
export interface PlayerNetwork {
  readonly network: Pick<Network, "classes" | "forward">;
  readonly player: Player;
}

/**
 * The network that all share, as one of the players has it: with weights of its own, a copy of the teacher's or drawn anew, or
 * as an adapter of the teacher. `where` is the path of the player.
 */
export function playerNetwork(
  { init, adapter }: { readonly init: "teacher" | "random"; readonly adapter?: AdapterOptions | undefined },
  { network, teacher, where }: { readonly network: Network; readonly teacher: Teacher; readonly where: string },
): PlayerNetwork {
  const player = {
    startsAsTeacher: init === "teacher",
    init: firstWeights(init, { network, teacher, where: `${where}.init` }),
  };
  if (!adapter) return { network, player };
  if (init === "random") {
    throw new TweedieError({
      where: `${where}.adapter`,
      what: "an adapter is added to the teacher's weights, and `init: random` takes others",
      fix: "leave one of the two out",
    });
  }
  const lora = adapted(network, adapter, `${where}.adapter`);
  return { network: lora, player: { ...player, sharesTeacher: true, init: lora.init } };
}
