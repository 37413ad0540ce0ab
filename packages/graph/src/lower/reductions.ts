import { sizeOf } from "@tweedie/core";
import type { AttrsOf } from "../ir/node.ts";
import type { reductionOps } from "../ir/ops/reductions.ts";
import type { Operand } from "../onnx/writer.ts";
import type { Lowering, Lowerings } from "./lowering.ts";
import { sumByProduct } from "./products-with-ones.ts";

const reduction =
  (opType: string): Lowering<AttrsOf<"ReduceMax">> =>
  (writer, [x], { axes }) =>
    writer.node(opType, [x!, writer.int64(axes)], { keepdims: 0 });

/** A sum or a mean. Over leading axes it is lowered to a matrix product. */
function sumOrMean(opType: "ReduceMean" | "ReduceSum"): Lowering<AttrsOf<"ReduceSum">> {
  const plain = reduction(opType);
  return (writer, inputs, attrs, result) => {
    const [x] = inputs as [Operand];
    const { axes } = attrs;
    const factor = opType === "ReduceSum" ? 1 : sizeOf(result.shape) / sizeOf(x.shape);
    const product = axes.every((axis, i) => axis === i) ? sumByProduct(writer, x, axes.length, factor) : undefined;
    return product ?? plain(writer, inputs, attrs, result);
  };
}

/** Index of an extremum. ONNX returns int64, the IR has int32 like TensorFlow. */
const argument =
  (opType: string): Lowering<AttrsOf<"ArgMax">> =>
  (writer, inputs, { axis }) =>
    writer.node("Cast", [writer.node(opType, inputs, { axis, keepdims: 0 })], { to: writer.elementType("int32") });

export const reductionLowerings: Lowerings<keyof typeof reductionOps> = {
  ArgMax: argument("ArgMax"),
  ArgMin: argument("ArgMin"),
  CumSum: (writer, [x], { axis, exclusive, reverse }) =>
    writer.node("CumSum", [x!, writer.int64(axis)], { exclusive: Number(exclusive), reverse: Number(reverse) }),
  ReduceMax: reduction("ReduceMax"),
  ReduceMean: sumOrMean("ReduceMean"),
  ReduceMin: reduction("ReduceMin"),
  ReduceProd: reduction("ReduceProd"),
  ReduceSum: sumOrMean("ReduceSum"),
  Softmax: (writer, inputs) => writer.node("Softmax", inputs, { axis: -1 }),
};
