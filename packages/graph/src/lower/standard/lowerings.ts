import type { PortableOp } from "../../ir/node.ts";
import type { Lowerings } from "../lowering.ts";
import { convolutionLowerings } from "./convolution.ts";
import { createElementwiseLowerings } from "./elementwise.ts";
import { leafLowerings } from "./leaves.ts";
import { matmulLowerings } from "./matmul.ts";
import { normalizationLowerings } from "./normalization.ts";
import { reductionLowerings } from "./reductions.ts";
import { shapeLowerings } from "./shape.ts";

/** Lowering to standard ONNX ops. */
export const standardLowerings: Lowerings<PortableOp> = {
  ...leafLowerings,
  ...createElementwiseLowerings((_, inputs) => inputs),
  ...reductionLowerings,
  ...normalizationLowerings,
  ...matmulLowerings,
  ...convolutionLowerings,
  ...shapeLowerings,
};
