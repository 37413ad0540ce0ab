import { type Graph, nodesOf } from "../ir/graph.ts";
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

/** What is done over and over until nothing changes. Every pass keeps the values of all results. */
export const repeated = {
  foldConstants,
  simplify,
  narrow,
  slices,
  pushReshapes,
  splitReductions,
  share,
  siluOps,
} satisfies Record<string, Pass>;

/** What is done once in the end, as it hides the arithmetic from the others. */
export const final = { fuseProducts } satisfies Record<string, Pass>;

export type PassName = keyof typeof repeated | keyof typeof final;
export const passNames = Object.keys({ ...repeated, ...final }) as readonly PassName[];

/** Passes one after the other, all but one where one is named. */
const inOrder =
  (passes: Readonly<Record<string, Pass>>, without?: PassName): Pass =>
  (graph) =>
    Object.entries(passes).reduce((current, [name, pass]) => (name === without ? current : pass(current)), graph);

/** Applies all passes, or all but one. */
export const optimize = (graph: Graph, without?: PassName): Graph => inOrder(final, without)(settle(graph, without));

/** Applies the repeated passes until they change nothing. */
export function settle(graph: Graph, without?: PassName): Graph {
  let current = graph;
  for (let round = 0; round < 20; round++) {
    const next = inOrder(repeated, without)(current);
    if (isSame(next, current)) return next;
    current = next;
  }
  return current;
}

const isSame = (a: Graph, b: Graph): boolean => {
  const known = new Set(nodesOf(a));
  return nodesOf(b).every((node) => known.has(node));
};
