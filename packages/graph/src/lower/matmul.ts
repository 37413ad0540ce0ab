import type { matmulOps } from "../ir/ops/matmul.ts";
import type { OnnxWriter, Operand } from "../onnx/writer.ts";
import type { Lowerings } from "./lowering.ts";

export const matmulLowerings: Lowerings<keyof typeof matmulOps> = {
  MatMul: (writer, inputs, { transposeA, transposeB, alpha }) => {
    const attributes = { transA: Number(transposeA), transB: Number(transposeB), alpha };
    if (inputs[0]!.dtype !== "float32") throw new Error("MatMul of integers");
    if (inputs.every(({ shape }) => shape.length <= 2)) return writer.node("Gemm", inputs, attributes);
    if (writer.portable) {
      const [a, b] = inputs as [Operand, Operand];
      const product = writer.node("MatMul", [
        transposeA ? transposeLastTwo(writer, a) : a,
        transposeB ? transposeLastTwo(writer, b) : b,
      ]);
      return alpha === 1 ? product : writer.node("Mul", [product, writer.scalar(alpha, "float32")]);
    }
    if (!transposeA && !transposeB && alpha === 1) return writer.node("MatMul", inputs);
    return writer.node("FusedMatMul", inputs, attributes, "com.microsoft");
  },
};

function transposeLastTwo(writer: OnnxWriter, x: Operand): string {
  const axes = x.shape.map((_, axis) => axis);
  return writer.node("Transpose", [x], { perm: [...axes.slice(0, -2), ...axes.slice(-2).reverse()] });
}
