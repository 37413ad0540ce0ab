import { createCommonSubexpressionPass } from "./fixpoint/common-subexpressions.ts";
import { decomposeReductions } from "./fixpoint/decompose-reductions.ts";
import { foldConstants } from "./fixpoint/fold-constants.ts";
import { fuseLayerNorm } from "./fixpoint/fuse-layer-norm.ts";
import { fuseSilu } from "./fixpoint/fuse-silu.ts";
import { hoistSlices } from "./fixpoint/hoist-slices.ts";
import { simplifyAlgebra } from "./fixpoint/simplify-algebra.ts";
import { sinkBroadcasts } from "./fixpoint/sink-broadcasts.ts";
import { sinkReshapes } from "./fixpoint/sink-reshapes.ts";
import type { Pass, Rule } from "./rewriting/rule.ts";

/** Rules that simplify a graph for every target. */
export const simplificationRules = {
  foldConstants,
  simplifyAlgebra,
  sinkBroadcasts,
  hoistSlices,
  sinkReshapes,
  decomposeReductions,
  fuseSilu,
  fuseLayerNorm,
} satisfies Record<string, Rule>;

/** Passes over whole graphs that are repeated with the rules, for every target. */
export const mergePasses = { eliminateCommonSubexpressions: createCommonSubexpressionPass } satisfies Record<
  string,
  () => Pass
>;
