import type { Graph } from "../../../ir/graph.ts";
import { createCommonSubexpressionPass } from "../../fixpoint/common-subexpressions.ts";
import { simplifyAlgebra } from "../../fixpoint/simplify-algebra.ts";
import { sinkReshapes } from "../../fixpoint/sink-reshapes.ts";
import { graphFixpoint, nodeFixpoint } from "../../rewriting/fixpoint.ts";
import { rewriteWithUses } from "../../rewriting/one-use.ts";
import { bottomUp } from "../../rewriting/rule.ts";
import { assignBlockedLayout } from "./assign-layout.ts";
import { fuseChannelAffine } from "./fuse-channel-affine.ts";
import { fusePixelDots } from "./fuse-pixel-dots.ts";
import { propagateLayoutBackward } from "./propagate-layout-backward.ts";
import { propagateLayoutForward } from "./propagate-layout-forward.ts";

/**
 * Layout assignment and propagation: convolutions, and the ops between them, compute in the blocked (NCHWc) layout
 * `[b, c / block, h, w, block]`, in which ONNX Runtime's CPU provider convolves.
 *
 * Conversions (`ToBlocks`, `FromBlocks`) remain at the borders: attention, losses and other ops without a blocked form.
 */
export function blockedLayout(graph: Graph, block: number): Graph {
  const laidOut = graphFixpoint(graph, [
    bottomUp(nodeFixpoint([assignBlockedLayout(block), propagateLayoutForward(block), sinkReshapes, simplifyAlgebra])),
    (each) => propagateLayoutBackward(each, block),
    createCommonSubexpressionPass(),
  ]);
  const fusions = [fuseChannelAffine(block), fusePixelDots(block)];
  return graphFixpoint(
    laidOut,
    fusions.map((rule) => (each) => rewriteWithUses(each, rule)),
  );
}
