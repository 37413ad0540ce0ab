import type { matmulOps } from "../../ir/ops/matmul.ts";
import type { Lowerings } from "../lowering.ts";
import { gemm } from "../standard/matmul.ts";

/** Batches of matrices are scaled and transposed by ONNX Runtime's own product. */
export const matmulLowerings: Lowerings<keyof typeof matmulOps> = {
  MatMul: (writer, inputs, attrs) => {
    const { transposeA, transposeB, alpha } = attrs;
    const isPlain = !transposeA && !transposeB && alpha === 1;
    const attributes = { transA: Number(transposeA), transB: Number(transposeB), alpha };
    return (
      gemm(writer, inputs, attrs) ??
      (isPlain ? writer.node("MatMul", inputs) : writer.node("FusedMatMul", inputs, attributes, "com.microsoft"))
    );
  },
};
