import { type Graph, rewrite } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import { foldConstants } from "./fold-constants.ts";
import { fuseProducts } from "./fuse-products.ts";
import { narrow } from "./narrow.ts";
import { pushReshapes } from "./push-reshapes.ts";
import { share } from "./share.ts";
import { siluOps } from "./silu.ts";
import { simplify } from "./simplify.ts";
import { slices } from "./slices.ts";
import { splitReductions } from "./split-reductions.ts";

type Pass = (graph: Graph) => Graph;

/** A pass that looks at a node and what is near it: what it makes of a node never changes. */
type Rule = (node: Node) => Node;

const everywhere =
  (rule: Rule): Pass =>
  (graph) =>
    rewrite(graph, rule);

const rules = {
  foldConstants,
  simplify,
  narrow,
  slices,
  pushReshapes,
  splitReductions,
  siluOps,
} satisfies Record<string, Rule>;

/** What is done over and over until nothing changes. Every pass keeps the values of all results. */
export const repeated: Readonly<Record<keyof typeof rules | "share", Pass>> = {
  foldConstants: everywhere(foldConstants),
  simplify: everywhere(simplify),
  narrow: everywhere(narrow),
  slices: everywhere(slices),
  pushReshapes: everywhere(pushReshapes),
  splitReductions: everywhere(splitReductions),
  siluOps: everywhere(siluOps),
  share,
};

/** What is done once in the end, as it hides the arithmetic from the others. */
export const final = { fuseProducts } satisfies Record<string, Pass>;

export type PassName = keyof typeof repeated | keyof typeof final;
export const passNames = Object.keys({ ...repeated, ...final }) as readonly PassName[];

/** Applies all passes, or all but one. */
export function optimize(graph: Graph, without?: PassName): Graph {
  const settled = settle(graph, without);
  return without === "fuseProducts" ? settled : fuseProducts(settled);
}

/** Applies the repeated passes until they change nothing. */
export function settle(graph: Graph, without?: PassName): Graph {
  const chosen = Object.entries(rules).flatMap(([name, rule]) => (name === without ? [] : [rule]));
  const atRest = new WeakSet<Node>();
  // All rules at each node in turn: to go through the graph for each of them would take several times as long.
  const rule = (node: Node): Node => {
    if (atRest.has(node)) return node;
    const result = chosen.reduce((current, rule) => rule(current), node);
    if (result === node) atRest.add(node);
    return result;
  };
  let current = graph;
  for (let round = 0; round < 40; round++) {
    const simpler = rewrite(current, rule);
    const next = without === "share" ? simpler : share(simpler);
    if (Object.keys(next).every((name) => next[name] === current[name])) return next;
    current = next;
  }
  return current;
}
