import type { convolutionOps } from "../../ir/ops/convolution.ts";
import type { matmulOps } from "../../ir/ops/matmul.ts";
import type { FunctionWriter } from "../../function-def/writer.ts";
import type { Operand } from "../../onnx/finish-model.ts";
import type { Lowerings } from "../lowering.ts";
import { float } from "./elementwise.ts";
import { createMatMul, windowAttributes } from "./products.ts";

const [float32, bfloat16] = [{ type: "float32" }, { type: "bfloat16" }] as const;

/** The value rounded to bfloat16. */
const rounded = (writer: FunctionWriter, x: Operand): string =>
  writer.node("Cast", [x], { SrcT: float32, DstT: bfloat16 });

const widened = (writer: FunctionWriter, x: string): string =>
  writer.node("Cast", [x], { SrcT: bfloat16, DstT: float32 });

/** Products of factors in bfloat16. Matrix products are summed and returned in float32; a convolution's result is rounded once more. */
export const bfloat16Products: Lowerings<keyof typeof matmulOps | keyof typeof convolutionOps, FunctionWriter> = {
  MatMul: createMatMul((writer, a, b, transposeA, transposeB) =>
    writer.node("BatchMatMulV3", [rounded(writer, a), rounded(writer, b)], {
      ...{ Ta: bfloat16, Tb: bfloat16, Tout: float32 },
      ...{ adj_x: transposeA, adj_y: transposeB },
    }),
  ),
  Conv: (writer, inputs, window) => {
    const [x, filter, bias] = inputs as [Operand, Operand, Operand?];
    const attributes = { ...windowAttributes(window), T: bfloat16 };
    const convolved = writer.node("Conv2D", [rounded(writer, x), rounded(writer, filter)], attributes);
    const result = widened(writer, convolved);
    return bias ? writer.node("AddV2", [result, bias], float) : result;
  },
  ConvFilterGradient: (writer, [x, dy], window, { shape }) => {
    const attributes = { ...windowAttributes(window), T: bfloat16 };
    const inputs = [rounded(writer, x!), writer.integers(shape), rounded(writer, dy!)];
    return widened(writer, writer.node("Conv2DBackpropFilter", inputs, attributes));
  },
};
