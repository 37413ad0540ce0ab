import type { Graph } from "../ir/graph.ts";
import { cpuTarget } from "../targets/cpu.ts";
import type { Passes } from "../targets/target.ts";
import { createCommonSubexpressionPass } from "./fixpoint/common-subexpressions.ts";
import { foldConstants } from "./fixpoint/fold-constants.ts";
import { sinkBroadcasts } from "./fixpoint/sink-broadcasts.ts";
import { graphFixpoint, nodeFixpoint } from "./rewriting/fixpoint.ts";
import { bottomUp, type Pass } from "./rewriting/rule.ts";

/** Applies the passes of a target. The values of all results are preserved. */
export function optimize(graph: Graph, target: Passes = cpuTarget()): Graph {
  const simplify: Pass = (graph) => rewriteToFixpoint(graph, target);
  return Object.values(target.finalPasses).reduce((current, pass) => pass(current, simplify), simplify(graph));
}

/**
 * Folds constants, sinks broadcasts and merges common subexpressions, and leaves all other arithmetic in place.
 *
 * The other rules may rewrite one weight's gradient differently from another's. Without them, the updates of all weights are
 * still the same ops, so that `flattenUpdates` can group them.
 */
export const canonicalize: Pass = (graph) =>
  graphFixpoint(graph, [bottomUp(nodeFixpoint([foldConstants, sinkBroadcasts])), createCommonSubexpressionPass()]);

/** Repeats the rules and merge passes of a target until none changes the graph. */
export const rewriteToFixpoint = (graph: Graph, { rules, mergePasses }: Passes): Graph =>
  graphFixpoint(graph, [
    bottomUp(nodeFixpoint(Object.values(rules))),
    ...Object.values(mergePasses).map((create) => create()),
  ]);
