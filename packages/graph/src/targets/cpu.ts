import type { OpName } from "../ir/node.ts";
import { cpuLowerings } from "../lower/cpu/lowerings.ts";
import type { Lowerings } from "../lower/lowering.ts";
import { blockedLayout } from "../passes/final/blocked-layout/blocked-layout.ts";
import { fuseEpilogues } from "../passes/final/fuse-epilogues.ts";
import { fuseGatedAdds } from "../passes/final/fuse-gated-adds.ts";
import { fuseShiftedDifferences } from "../passes/final/fuse-shifted-differences.ts";
import { slicesToSplit } from "../passes/final/slices-to-split.ts";
import { splitMatMuls } from "../passes/final/split-matmuls.ts";
import { mergePasses, simplificationRules } from "../passes/rules.ts";
import type { FinalPass, Target } from "./target.ts";

const fusions = { splitMatMuls, slicesToSplit: (graph) => slicesToSplit(graph), fuseGatedAdds } satisfies Record<
  string,
  FinalPass
>;

/** Passes for a processor with the blocked layout. */
const blockedPasses = (block: number): Record<string, FinalPass> => ({
  blockedLayout: (graph, simplify) => simplify(blockedLayout(graph, block)),
  ...fusions,
  fuseShiftedDifferences: (graph) => fuseShiftedDifferences(graph, block),
  fuseEpilogues,
});

/**
 * ONNX Runtime's CPU provider.
 *
 * @param block Channels in a block of its image layout NCHWc on this processor; 1 if it has no such layout.
 */
export const cpuTarget = (block = 1): Target => ({
  name: `cpu-${block}`,
  rules: simplificationRules,
  mergePasses,
  finalPasses: block > 1 ? blockedPasses(block) : { ...fusions, fuseEpilogues },
  lowerings: cpuLowerings satisfies Lowerings<OpName>,
  updatesInPlace: true,
});
