import type { PortableOp } from "../ir/node.ts";
import type { Lowerings } from "../lower/lowering.ts";
import { standardLowerings } from "../lower/standard/lowerings.ts";
import { fuseEpilogues } from "../passes/final/fuse-epilogues.ts";
import { slicesToSplit } from "../passes/final/slices-to-split.ts";
import { splitMatMuls } from "../passes/final/split-matmuls.ts";
import { mergePasses, simplificationRules } from "../passes/rules.ts";
import type { Target } from "./target.ts";

/** Any runtime of ONNX: exported files, and browsers. */
export const portableTarget: Target = {
  name: "portable",
  rules: simplificationRules,
  mergePasses,
  finalPasses: { splitMatMuls, slicesToSplit: (graph) => slicesToSplit(graph), fuseEpilogues },
  lowerings: standardLowerings satisfies Lowerings<PortableOp>,
};
