import type { FunctionWriter } from "../function-def/writer.ts";
import type { PortableOp } from "../ir/node.ts";
import type { Lowerings } from "../lower/lowering.ts";
import { bfloat16Products } from "../lower/tensorflow/bfloat16.ts";
import { tensorflowLowerings } from "../lower/tensorflow/lowerings.ts";
import { mergePasses, simplificationRules } from "../passes/rules.ts";
import type { Target } from "./target.ts";

/** TensorFlow with XLA, which fuses elementwise ops, reductions and slices itself. */
export const tensorflowTarget: Target<FunctionWriter> = {
  name: "tensorflow",
  rules: simplificationRules,
  mergePasses,
  finalPasses: {},
  lowerings: tensorflowLowerings satisfies Lowerings<PortableOp, FunctionWriter>,
};

/** The same with the factors of products and convolutions in bfloat16. */
export const bfloat16Target: Target<FunctionWriter> = {
  ...tensorflowTarget,
  name: "tensorflow-bfloat16",
  lowerings: { ...tensorflowLowerings, ...bfloat16Products },
};
