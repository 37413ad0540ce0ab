import type { Graph } from "../ir/graph.ts";
import { blocks } from "./blocks/blocks.ts";
import { foldConstants } from "./fold-constants.ts";
import { fuseProducts } from "./fuse-products.ts";
import { gatedSums } from "./gated-sums.ts";
import { layerNorms } from "./layer-norm.ts";
import { narrow } from "./narrow.ts";
import { pushReshapes } from "./push-reshapes.ts";
import { everywhere, type Pass, type Rule, together, untilAtRest } from "./settle.ts";
import { share, sharing } from "./share.ts";
import { shiftedDifferences } from "./shifted-differences.ts";
import { siluOps } from "./silu.ts";
import { simplify } from "./simplify.ts";
import { slices } from "./slices.ts";
import { splitProducts } from "./split-products.ts";
import { splitReductions } from "./split-reductions.ts";
import { splits } from "./splits.ts";

const rules = {
  foldConstants,
  simplify,
  narrow,
  slices,
  pushReshapes,
  splitReductions,
  siluOps,
  layerNorms,
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
  layerNorms: everywhere(layerNorms),
  share,
};

/** What is done in the end, once, as it hides the arithmetic from the others. */
export const final = { blocks, splitProducts, splits, gatedSums, shiftedDifferences, fuseProducts };

export type PassName = keyof typeof repeated | keyof typeof final;
export const passNames = Object.keys({ ...repeated, ...final }) as readonly PassName[];

export interface OptimizeOptions {
  /** A pass that is left out. */
  readonly without?: PassName | undefined;
  /** Channels in a block of the runtime's own layout of images; 1 where it has none. */
  readonly block?: number;
}

/** Applies all passes, or all but one. */
export function optimize(graph: Graph, { without, block = 1 }: OptimizeOptions = {}): Graph {
  const settled = settle(graph, without);
  const inBlocks = block > 1 && without !== "blocks" ? settle(blocks(settled, block), without) : settled;
  return [splitProducts, splits, gatedSums, shiftedDifferences, fuseProducts].reduce(
    (graph, pass) => (pass.name === without ? graph : pass(graph, block)),
    inBlocks,
  );
}

/**
 * Makes one node of what is the same, and leaves arithmetic where it stands: what the other passes would move differently into
 * one weight's gradient and into another's is still the same op on both.
 */
export const unify: Pass = (graph) => untilAtRest(graph, [everywhere(together([foldConstants, narrow])), sharing()]);

/** Applies the repeated passes until they change nothing. */
export function settle(graph: Graph, without?: PassName): Graph {
  const chosen = Object.entries(rules).flatMap(([name, rule]) => (name === without ? [] : [rule]));
  return untilAtRest(graph, [everywhere(together(chosen)), ...(without === "share" ? [] : [sharing()])]);
}
