import type { Graph } from "../ir/graph.ts";
import { blockedLayout } from "./final/blocked-layout/blocked-layout.ts";
import { fuseEpilogues } from "./final/fuse-epilogues.ts";
import { fuseGatedAdds } from "./final/fuse-gated-adds.ts";
import { fuseShiftedDifferences } from "./final/fuse-shifted-differences.ts";
import { slicesToSplit } from "./final/slices-to-split.ts";
import { splitMatMuls } from "./final/split-matmuls.ts";
import { createCommonSubexpressionPass, eliminateCommonSubexpressions } from "./fixpoint/common-subexpressions.ts";
import { decomposeReductions } from "./fixpoint/decompose-reductions.ts";
import { foldConstants } from "./fixpoint/fold-constants.ts";
import { fuseLayerNorm } from "./fixpoint/fuse-layer-norm.ts";
import { fuseSilu } from "./fixpoint/fuse-silu.ts";
import { hoistSlices } from "./fixpoint/hoist-slices.ts";
import { simplifyAlgebra } from "./fixpoint/simplify-algebra.ts";
import { sinkBroadcasts } from "./fixpoint/sink-broadcasts.ts";
import { sinkReshapes } from "./fixpoint/sink-reshapes.ts";
import { graphFixpoint, nodeFixpoint } from "./rewriting/fixpoint.ts";
import { bottomUp, type Pass, type Rule } from "./rewriting/rule.ts";

/** Rules for one node. `rewriteToFixpoint` applies all of them in one traversal. */
const rules = {
  foldConstants,
  simplifyAlgebra,
  sinkBroadcasts,
  hoistSlices,
  sinkReshapes,
  decomposeReductions,
  fuseSilu,
  fuseLayerNorm,
} satisfies Record<string, Rule>;

const rulePasses = Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, bottomUp(rule)]));

/** Passes that are repeated until none changes the graph. */
export const fixpointPasses = { ...(rulePasses as Record<keyof typeof rules, Pass>), eliminateCommonSubexpressions };

/** A pass for a runtime with `block` channels in a block of its image layout; 1 if it has no such layout. */
type TargetPass = (graph: Graph, block: number) => Graph;

/** Passes that run after layout assignment, in this order. */
const fusions = {
  splitMatMuls,
  slicesToSplit,
  fuseGatedAdds,
  fuseShiftedDifferences,
  fuseEpilogues,
} satisfies Record<string, TargetPass>;

/** Passes that run once, at the end: their fused ops hide the arithmetic that the fixpoint rules match. */
export const finalPasses = { blockedLayout, ...fusions } satisfies Record<string, TargetPass>;

export type PassName = keyof typeof fixpointPasses | keyof typeof finalPasses;
export const passNames = Object.keys({ ...fixpointPasses, ...finalPasses }) as readonly PassName[];

export interface OptimizeOptions {
  /** A pass to leave out, for ablations. */
  readonly without?: PassName | undefined;
  /** Channels in a block of the runtime's image layout. Default 1: it has no such layout. */
  readonly block?: number;
}

/** Applies the fixpoint passes, then the final passes. The values of all results are preserved. */
export function optimize(graph: Graph, { without, block = 1 }: OptimizeOptions = {}): Graph {
  const simplified = rewriteToFixpoint(graph, without);
  const isBlocked = block > 1 && without !== "blockedLayout";
  const laidOut = isBlocked ? rewriteToFixpoint(blockedLayout(simplified, block), without) : simplified;
  return Object.entries<TargetPass>(fusions).reduce(
    (current, [name, pass]) => (name === without ? current : pass(current, block)),
    laidOut,
  );
}

/**
 * Folds constants, sinks broadcasts and merges common subexpressions, and leaves all other arithmetic in place.
 *
 * The other rules may rewrite one weight's gradient differently from another's. Without them, the updates of all weights are
 * still the same ops, so that `flattenUpdates` can group them.
 */
export const canonicalize: Pass = (graph) =>
  graphFixpoint(graph, [bottomUp(nodeFixpoint([foldConstants, sinkBroadcasts])), createCommonSubexpressionPass()]);

/** Repeats the fixpoint passes, except `without`, until none changes the graph. */
export function rewriteToFixpoint(graph: Graph, without?: PassName): Graph {
  const chosen = Object.entries(rules).flatMap(([name, rule]) => (name === without ? [] : [rule]));
  const merge = without === "eliminateCommonSubexpressions" ? [] : [createCommonSubexpressionPass()];
  return graphFixpoint(graph, [bottomUp(nodeFixpoint(chosen)), ...merge]);
}
