import type { OpName } from "../../ir/node.ts";
import type { Lowerings } from "../lowering.ts";
import { standardLowerings } from "../standard/lowerings.ts";
import { blockedLowerings } from "./blocked.ts";
import { convolutionLowerings } from "./convolution.ts";
import { elementwiseLowerings } from "./elementwise.ts";
import { matmulLowerings } from "./matmul.ts";
import { normalizationLowerings } from "./normalization.ts";
import { repeatByProduct } from "./products-with-ones.ts";
import { sumLowerings } from "./reductions.ts";

/** Lowering of every op to the fastest form for ONNX Runtime's CPU provider. */
export const cpuLowerings: Lowerings<OpName> = {
  ...standardLowerings,
  ...elementwiseLowerings,
  ...sumLowerings,
  ...normalizationLowerings,
  ...matmulLowerings,
  ...convolutionLowerings,
  ...blockedLowerings,
  Expand: (writer, inputs, attrs, result) =>
    repeatByProduct(writer, inputs[0]!, attrs.shape) ?? standardLowerings.Expand(writer, inputs, attrs, result),
  GatedAdd: (writer, inputs) => writer.node("GatedAdd", inputs, {}, "com.microsoft"),
};
