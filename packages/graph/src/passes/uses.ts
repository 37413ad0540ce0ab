import { type Graph, nodesOf, rewrite } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";

/** Whether one node alone uses a value, and no result is it. */
export type UsedOnce = (node: Node) => boolean;

/** Rewrites with a rule that may take into a node what nothing else needs. */
export function rewriteByUses(graph: Graph, rule: (node: Node, usedOnce: UsedOnce) => Node): Graph {
  const uses = new Map<Node, number>();
  for (const { inputs } of nodesOf(graph)) for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  for (const result of Object.values(graph)) uses.set(result, (uses.get(result) ?? 0) + 1);

  // A rewritten node is used as often as the one that it stands for.
  const originals = new Map<Node, Node>();
  const usedOnce = (node: Node) => uses.get(originals.get(node) ?? node) === 1;
  return rewrite(graph, (node, original) => {
    const result = rule(node, usedOnce);
    originals.set(result, original);
    return result;
  });
}
