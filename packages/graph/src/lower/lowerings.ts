import type { OpName } from "../ir/node.ts";
import { blockedLowerings } from "./blocked.ts";
import { convolutionLowerings } from "./convolution.ts";
import { elementwiseLowerings } from "./elementwise.ts";
import { leafLowerings } from "./leaves.ts";
import type { Lowerings } from "./lowering.ts";
import { matmulLowerings } from "./matmul.ts";
import { normalizationLowerings } from "./normalization.ts";
import { reductionLowerings } from "./reductions.ts";
import { shapeLowerings } from "./shape.ts";

/** Lowering of every op of the IR to ONNX. */
export const lowerings: Lowerings<OpName> = {
  ...leafLowerings,
  ...elementwiseLowerings,
  ...reductionLowerings,
  ...normalizationLowerings,
  ...matmulLowerings,
  ...convolutionLowerings,
  ...blockedLowerings,
  ...shapeLowerings,
};
