import { type Graph, rewrite } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";

export type Pass = (graph: Graph) => Graph;

/** A pass that looks at a node and what is near it: what it makes of a node never changes. */
export type Rule = (node: Node) => Node;

export const everywhere =
  (rule: Rule): Pass =>
  (graph) =>
    rewrite(graph, rule);

/** All rules at each node in turn: to go through the graph for each of them would take several times as long. */
export function together(rules: readonly Rule[]): Rule {
  const atRest = new WeakSet<Node>();
  return (node) => {
    if (atRest.has(node)) return node;
    let result = node;
    for (let round = 0; round < 8 && !atRest.has(result); round++) {
      const next = rules.reduce((current, rule) => rule(current), result);
      if (next === result) atRest.add(result);
      result = next;
    }
    return result;
  };
}

/** Applies passes until they change nothing. */
export function untilAtRest(graph: Graph, passes: readonly Pass[]): Graph {
  let current = graph;
  for (let round = 0; round < 40; round++) {
    const next = passes.reduce((graph, pass) => pass(graph), current);
    if (Object.keys(next).every((name) => next[name] === current[name])) return next;
    current = next;
  }
  return current;
}
