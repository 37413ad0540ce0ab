import { fromBlocks } from "../../ir/build-blocks.ts";
import { type Graph, nodesOf, substitute } from "../../ir/graph.ts";
import { isElementwise, type Node } from "../../ir/node.ts";
import { elementwiseInBlocks } from "./stay-in-blocks.ts";

/**
 * What is brought into blocks is computed in blocks, where it is made by elementwise ops: a `ToBlocks` moves to what these begin with, where several meet.
 *
 * Whoever needs the value as it was takes it from the blocks.
 */
export function pullIntoBlocks(graph: Graph, block: number): Graph {
  const moved = new Map<Node, Node>();
  for (const { op, inputs } of nodesOf(graph)) {
    const x = inputs[0]!;
    if (op !== "ToBlocks" || !isElementwise(x)) continue;
    const inBlocks = elementwiseInBlocks(x, block);
    if (inBlocks) moved.set(x, fromBlocks(inBlocks));
  }
  return moved.size > 0 ? substitute(graph, moved) : graph;
}
