import type { AttrsOf } from "../../ir/node.ts";
import type { convolutionOps } from "../../ir/ops/convolution.ts";
import type { matmulOps } from "../../ir/ops/matmul.ts";
import { padsOf, type Window } from "../../ir/window.ts";
import type { AttrValue } from "../../function-def/proto.ts";
import type { FunctionWriter } from "../../function-def/writer.ts";
import type { Operand } from "../../onnx/finish-model.ts";
import type { Lowering, Lowerings } from "../lowering.ts";
import { float, typeOf } from "./elementwise.ts";

/** Writes the product of two matrices, or of batches of matrices, whose leading axes broadcast. */
type Product = (writer: FunctionWriter, a: Operand, b: Operand, transposeA: boolean, transposeB: boolean) => string;

const product: Product = (writer, a, b, transposeA, transposeB) => {
  return a.shape.length > 2 || b.shape.length > 2
    ? writer.node("BatchMatMulV2", [a, b], { ...typeOf(a), adj_x: transposeA, adj_y: transposeB })
    : writer.node("MatMul", [a, b], { ...typeOf(a), transpose_a: transposeA, transpose_b: transposeB });
};

/** Lowering of a product that is scaled, and to which a third operand is added. */
export const createMatMul =
  (product: Product): Lowering<AttrsOf<"MatMul">, FunctionWriter> =>
  (writer, inputs, { transposeA, transposeB, alpha }) => {
    const [a, b, c] = inputs as [Operand, Operand, Operand?];
    const unscaled = product(writer, a, b, transposeA, transposeB);
    const scaled = alpha === 1 ? unscaled : writer.node("Mul", [unscaled, writer.scalar(alpha)], float);
    return c ? writer.node("AddV2", [scaled, c], float) : scaled;
  };

export const matmulLowerings: Lowerings<keyof typeof matmulOps, FunctionWriter> = { MatMul: createMatMul(product) };

/** Attributes of a convolution with explicit padding. */
export function windowAttributes(window: Window): Readonly<Record<string, AttrValue>> {
  const [top, left, bottom, right] = padsOf(window) as [number, number, number, number];
  return {
    ...float,
    strides: [1, ...window.strides, 1],
    dilations: [1, ...window.dilations, 1],
    padding: { text: "EXPLICIT" },
    explicit_paddings: [0, 0, top, bottom, left, right, 0, 0],
  };
}

/** TensorFlow's own convolution and filter gradient: on a GPU, cuDNN has both. */
export const convolutionLowerings: Lowerings<keyof typeof convolutionOps, FunctionWriter> = {
  Conv: (writer, inputs, window) => {
    const [x, filter, bias] = inputs as [Operand, Operand, Operand?];
    const convolved = writer.node("Conv2D", [x, filter], windowAttributes(window));
    return bias ? writer.node("AddV2", [convolved, bias], float) : convolved;
  },
  ConvFilterGradient: (writer, [x, dy], window, { shape }) =>
    writer.node("Conv2DBackpropFilter", [x!, writer.integers(shape), dy!], windowAttributes(window)),
};
