import { sizeOf } from "@tweedie/core";
import { input, reshape, sliceAxis } from "../ir/build.ts";
import { type Graph, nodesOf, substitute } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import type { Pack, WeightNames } from "./pack-updates.ts";

/** Elements that are copied in the time that a run takes to be handed an input, 1.7 us. */
const worthAnInput = 4096;

/** Takes small weights out of the packs that they are in: one input is handed over in the place of many. */
export function readPacks(graph: Graph, packs: Readonly<Record<string, Pack>>, names: WeightNames): Graph {
  const inputs = new Map<string, Node>();
  for (const node of nodesOf(graph)) if (node.op === "Input") inputs.set(node.attrs.name, node);
  const parts = new Map<Node, Node>();
  for (const [name, pack] of Object.entries(packs)) {
    const members = pack.map((weight) => inputs.get(names.input(weight)));
    if (!members.every((member) => member !== undefined)) continue;
    const size = members.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    if (size > worthAnInput * members.length) continue;
    const vector = inputs.get(names.input(name)) ?? input(names.input(name), [size]);
    let begin = 0;
    for (const member of members) {
      const extent = sizeOf(member.shape);
      parts.set(member, reshape(sliceAxis(vector, 0, begin, extent), member.shape));
      begin += extent;
    }
  }
  return substitute(graph, parts);
}
