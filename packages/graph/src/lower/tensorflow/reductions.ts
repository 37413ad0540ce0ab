import type { AttrsOf } from "../../ir/node.ts";
import type { normalizationOps } from "../../ir/ops/normalization.ts";
import type { reductionOps } from "../../ir/ops/reductions.ts";
import type { FunctionWriter } from "../../function-def/writer.ts";
import type { TensorflowOp } from "../../function-def/op-results.ts";
import type { Operand } from "../../onnx/finish-model.ts";
import type { Lowering, Lowerings } from "../lowering.ts";
import { float, typeOf } from "./elementwise.ts";

const reduction =
  (op: TensorflowOp): Lowering<AttrsOf<"ReduceMax">, FunctionWriter> =>
  (writer, [x], { axes }) =>
    writer.node(op, [x!, writer.integers(axes)], { ...typeOf(x!), keep_dims: false });

const argument =
  (op: TensorflowOp): Lowering<AttrsOf<"ArgMax">, FunctionWriter> =>
  (writer, [x], { axis }) =>
    writer.node(op, [x!, writer.integers(axis)], { ...typeOf(x!), output_type: { type: "int32" } });

export const reductionLowerings: Lowerings<keyof typeof reductionOps, FunctionWriter> = {
  ArgMax: argument("ArgMax"),
  ArgMin: argument("ArgMin"),
  CumSum: (writer, [x], { axis, exclusive, reverse }) =>
    writer.node("Cumsum", [x!, writer.integers(axis)], { ...typeOf(x!), exclusive, reverse }),
  ReduceMax: reduction("Max"),
  ReduceMean: reduction("Mean"),
  ReduceMin: reduction("Min"),
  ReduceProd: reduction("Prod"),
  ReduceSum: reduction("Sum"),
  Softmax: (writer, [x]) => writer.node("Softmax", [x!], float),
};

/** Deviations of each row from its mean, and `1 / sqrt(var + epsilon)`. */
function standardize(writer: FunctionWriter, x: Operand, epsilon: number): { centred: string; scale: string } {
  const axis = writer.integers([x.shape.length - 1]);
  const rowMean = (value: string | Operand) => writer.node("Mean", [value, axis], { ...float, keep_dims: true });
  const centred = writer.node("Sub", [x, rowMean(x)], float);
  const variance = rowMean(writer.node("Mul", [centred, centred], float));
  return {
    centred,
    scale: writer.node("Rsqrt", [writer.node("AddV2", [variance, writer.scalar(epsilon)], float)], float),
  };
}

/** Written out: XLA fuses the ops. */
export const normalizationLowerings: Lowerings<keyof typeof normalizationOps, FunctionWriter> = {
  LayerNorm: (writer, [x], { epsilon }) => {
    const { centred, scale } = standardize(writer, x!, epsilon);
    return writer.node("Mul", [centred, scale], float);
  },
  LayerNormScale: (writer, [x], { epsilon }) => standardize(writer, x!, epsilon).scale,
};
