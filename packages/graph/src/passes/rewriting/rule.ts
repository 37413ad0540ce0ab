import { type Graph, rewrite } from "../../ir/graph.ts";
import type { Node, NodeOf, OpName } from "../../ir/node.ts";

/** A rewrite of a graph that preserves the values of all results. */
export type Pass = (graph: Graph) => Graph;

/** A rewrite of one node: a pure function of the node and its inputs, that returns the same node if it does not match. */
export type Rule = (node: Node) => Node;

/** The pass that applies a rule to every node, inputs first. */
export const bottomUp =
  (rule: Rule): Pass =>
  (graph) =>
    rewrite(graph, rule);

/** Rules by op. An entry returns undefined for a node that it does not match. */
export type RulesByOp = { readonly [O in OpName]?: (node: NodeOf<O>) => Node | undefined };

/** The rule that applies the entry for the node's op. */
export const byOp =
  (rules: RulesByOp): Rule =>
  (node) => {
    const rule = rules[node.op] as ((node: Node) => Node | undefined) | undefined;
    return rule?.(node) ?? node;
  };
