import type { MatMulAttrs, matmulOps } from "../../ir/ops/matmul.ts";
import type { OnnxWriter, Operand } from "../../onnx/writer.ts";
import type { Lowerings } from "../lowering.ts";

/** Product of matrices by `Gemm`, which scales, transposes and adds; undefined for batches of matrices. */
export function gemm(
  writer: OnnxWriter,
  inputs: readonly Operand[],
  { transposeA, transposeB, alpha }: MatMulAttrs,
): string | undefined {
  if (inputs[0]!.dtype !== "float32") throw new Error("MatMul of integers");
  if (inputs.some(({ shape }) => shape.length > 2)) return undefined;
  return writer.node("Gemm", inputs, { transA: Number(transposeA), transB: Number(transposeB), alpha });
}

export const matmulLowerings: Lowerings<keyof typeof matmulOps> = {
  MatMul: (writer, inputs, attrs) => {
    const product = gemm(writer, inputs, attrs);
    if (product !== undefined) return product;
    const [a, b] = inputs as [Operand, Operand];
    const { transposeA, transposeB, alpha } = attrs;
    const unscaled = writer.node("MatMul", [
      transposeA ? transposeLastTwo(writer, a) : a,
      transposeB ? transposeLastTwo(writer, b) : b,
    ]);
    return alpha === 1 ? unscaled : writer.node("Mul", [unscaled, writer.scalar(alpha, "float32")]);
  },
};

function transposeLastTwo(writer: OnnxWriter, x: Operand): string {
  const axes = x.shape.map((_, axis) => axis);
  return writer.node("Transpose", [x], { perm: [...axes.slice(0, -2), ...axes.slice(-2).reverse()] });
}
