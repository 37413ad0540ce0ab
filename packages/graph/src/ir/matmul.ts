import type { OnnxWriter } from "../onnx/writer.ts";
import type { Op, Operand } from "./op.ts";
import { broadcastShapes } from "./tensor-type.ts";

interface MatMulAttrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Factor of the product. */
  readonly alpha: number;
}

/**
 * Matrix product `alpha a b`, or `alpha a b + c`, over the last two axes.
 *
 * The axes before them are batches, and broadcast. `c` broadcasts to the result, and goes with plain matrices alone.
 */
const matMul: Op<MatMulAttrs> = {
  infer: ([a, b], { transposeA, transposeB }) => {
    const [m, k] = a!.shape.slice(-2) as [number, number];
    const [l, n] = b!.shape.slice(-2) as [number, number];
    const batch = broadcastShapes(a!.shape.slice(0, -2), b!.shape.slice(0, -2));
    if ((transposeA ? m : k) !== (transposeB ? n : l)) {
      throw new Error(`MatMul of [${a!.shape.join()}] and [${b!.shape.join()}]: the inner extents differ`);
    }
    return { shape: [...batch, transposeA ? k : m, transposeB ? l : n], dtype: a!.dtype };
  },
  onnx: (writer, inputs, { transposeA, transposeB, alpha }) => {
    const attributes = { transA: Number(transposeA), transB: Number(transposeB), alpha };
    if (inputs[0]!.dtype !== "float32") throw new Error("MatMul of integers");
    if (inputs.every(({ shape }) => shape.length <= 2)) return writer.node("Gemm", inputs, attributes);
    if (writer.portable) {
      const [a, b] = inputs as [Operand, Operand];
      const product = writer.node("MatMul", [transposeA ? swapped(writer, a) : a, transposeB ? swapped(writer, b) : b]);
      return alpha === 1 ? product : writer.node("Mul", [product, writer.scalar(alpha, "float32")]);
    }
    if (!transposeA && !transposeB && alpha === 1) return writer.node("MatMul", inputs);
    return writer.node("FusedMatMul", inputs, attributes, "com.microsoft");
  },
};

/** A value with its last two axes swapped. */
const swapped = (writer: OnnxWriter, x: Operand): string => {
  const axes = x.shape.map((_, axis) => axis);
  return writer.node("Transpose", [x], { perm: [...axes.slice(0, -2), ...axes.slice(-2).reverse()] });
};

export const matmulOps = { MatMul: matMul };
