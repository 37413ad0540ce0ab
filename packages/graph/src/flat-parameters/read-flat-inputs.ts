import { sizeOf } from "@tweedie/core";
import { input, reshape, sliceAxis } from "../ir/build.ts";
import { type Graph, nodesOf, substitute } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import type { FlatParameter, WeightNames } from "./flat-parameter.ts";

/** Number of elements that are copied in 1.7 us, the time that an additional input of the session takes. */
const elementsPerInput = 4096;

/** Replaces the members of a flat parameter by slices of it, if they are small and the graph reads all of them: one input instead of many. */
export function readFlatInputs(
  graph: Graph,
  flatParameters: Readonly<Record<string, FlatParameter>>,
  names: WeightNames,
): Graph {
  const inputs = new Map<string, Node>();
  for (const node of nodesOf(graph)) if (node.op === "Input") inputs.set(node.attrs.name, node);
  const slices = new Map<Node, Node>();
  for (const [name, parameter] of Object.entries(flatParameters)) {
    const members = parameter.map((weight) => inputs.get(names.input(weight)));
    if (!members.every((member) => member !== undefined)) continue;
    const size = members.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    if (size > elementsPerInput * members.length) continue;
    const vector = inputs.get(names.input(name)) ?? input(names.input(name), [size]);
    let begin = 0;
    for (const member of members) {
      const extent = sizeOf(member.shape);
      slices.set(member, reshape(sliceAxis(vector, 0, begin, extent), member.shape));
      begin += extent;
    }
  }
  return substitute(graph, slices);
}
