import { type Graph, nodesOf, rewrite } from "../../ir/graph.ts";
import type { Node } from "../../ir/node.ts";

/** True if a value is used once: by one input of one node, or as one result of the graph. */
export type HasOneUse = (node: Node) => boolean;

/** Rewrites every node, inputs first, with a rule that may fuse a node with inputs that have no other use. */
export function rewriteWithUses(graph: Graph, rule: (node: Node, hasOneUse: HasOneUse) => Node): Graph {
  const uses = new Map<Node, number>();
  for (const { inputs } of nodesOf(graph)) for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  for (const result of Object.values(graph)) uses.set(result, (uses.get(result) ?? 0) + 1);

  // A rewritten node has as many uses as the node that it replaces.
  const originals = new Map<Node, Node>();
  const hasOneUse = (node: Node) => uses.get(originals.get(node) ?? node) === 1;
  return rewrite(graph, (node, original) => {
    const result = rule(node, hasOneUse);
    originals.set(result, original);
    return result;
  });
}
