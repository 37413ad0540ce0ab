import type { PortableOp } from "../ir/node.ts";
import type { Lowerings } from "../lower/lowering.ts";
import { gpuLowerings, type MissingOp } from "../lower/gpu/lowerings.ts";
import { fuseEpilogues } from "../passes/final/fuse-epilogues.ts";
import { slicesToSplit } from "../passes/final/slices-to-split.ts";
import { mergePasses, simplificationRules } from "../passes/rules.ts";
import type { Target } from "./target.ts";

/** Most results of a `Split`: a shader of WebGPU has 16 storage buffers, one of them for the input. */
const mostParts = 15;

/** ONNX Runtime's WebGPU provider. */
export const gpuTarget: Target = {
  name: "gpu",
  rules: simplificationRules,
  mergePasses,
  finalPasses: { slicesToSplit: (graph) => slicesToSplit(graph, mostParts), fuseEpilogues },
  lowerings: gpuLowerings satisfies Lowerings<Exclude<PortableOp, MissingOp>>,
};
