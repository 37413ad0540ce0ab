import type { Graph } from "../../ir/graph.ts";
import type { Node } from "../../ir/node.ts";
import type { Pass, Rule } from "./rule.ts";

/** Bounds on iterations, in case two rules undo each other. */
const nodeIterations = 8;
const graphIterations = 40;

/**
 * Applies all rules to a node, in order, until none changes it.
 *
 * One traversal of the graph then serves all rules: one for each of them takes several times as long. Nodes that no rule
 * changes are remembered, as rules are pure.
 */
export function nodeFixpoint(rules: readonly Rule[]): Rule {
  const unchanged = new WeakSet<Node>();
  return (node) => {
    if (unchanged.has(node)) return node;
    let result = node;
    for (let i = 0; i < nodeIterations && !unchanged.has(result); i++) {
      const next = rules.reduce((current, rule) => rule(current), result);
      if (next === result) unchanged.add(result);
      result = next;
    }
    return result;
  };
}

/** Applies the passes, in order, until none changes the graph. */
export function graphFixpoint(graph: Graph, passes: readonly Pass[]): Graph {
  let current = graph;
  for (let i = 0; i < graphIterations; i++) {
    const next = passes.reduce((graph, pass) => pass(graph), current);
    if (Object.keys(next).every((name) => next[name] === current[name])) return next;
    current = next;
  }
  return current;
}
