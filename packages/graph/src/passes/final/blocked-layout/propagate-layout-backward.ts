import { fromBlocks } from "../../../ir/build-blocked.ts";
import { type Graph, nodesOf, substitute } from "../../../ir/graph.ts";
import { isElementwise, type Node } from "../../../ir/node.ts";
import { blockedElementwise } from "./propagate-layout-forward.ts";

/**
 * Hoists `ToBlocks` before the elementwise op that computes its input: `toBlocks(op(x, y)) -> op(toBlocks(x), toBlocks(y))`.
 *
 * Several conversions of the same value then merge. Users of the plain layout read `fromBlocks` of the blocked value.
 */
export function propagateLayoutBackward(graph: Graph, block: number): Graph {
  const moved = new Map<Node, Node>();
  for (const { op, inputs } of nodesOf(graph)) {
    const x = inputs[0]!;
    if (op !== "ToBlocks" || !isElementwise(x)) continue;
    const blocked = blockedElementwise(x, block);
    if (blocked) moved.set(x, fromBlocks(blocked));
  }
  return moved.size > 0 ? substitute(graph, moved) : graph;
}
