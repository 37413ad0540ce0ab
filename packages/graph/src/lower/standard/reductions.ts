import type { AttrsOf } from "../../ir/node.ts";
import type { reductionOps } from "../../ir/ops/reductions.ts";
import type { Lowering, Lowerings } from "../lowering.ts";

/** A reduction over axes, by the ONNX op of this name. */
export const reduction =
  (opType: string): Lowering<AttrsOf<"ReduceMax">> =>
  (writer, [x], { axes }) =>
    writer.node(opType, [x!, writer.int64(axes)], { keepdims: 0 });

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
  ReduceMean: reduction("ReduceMean"),
  ReduceMin: reduction("ReduceMin"),
  ReduceProd: reduction("ReduceProd"),
  ReduceSum: reduction("ReduceSum"),
  Softmax: (writer, inputs) => writer.node("Softmax", inputs, { axis: -1 }),
};
