import type { PortableOp } from "../../ir/node.ts";
import type { FunctionWriter } from "../../function-def/writer.ts";
import type { Lowerings } from "../lowering.ts";
import { elementwiseLowerings } from "./elementwise.ts";
import { convolutionLowerings, matmulLowerings } from "./products.ts";
import { normalizationLowerings, reductionLowerings } from "./reductions.ts";
import { leafLowerings, shapeLowerings } from "./shape.ts";

/** Lowering to ops of TensorFlow that XLA compiles. */
export const tensorflowLowerings: Lowerings<PortableOp, FunctionWriter> = {
  ...leafLowerings,
  ...elementwiseLowerings,
  ...reductionLowerings,
  ...normalizationLowerings,
  ...matmulLowerings,
  ...convolutionLowerings,
  ...shapeLowerings,
};
