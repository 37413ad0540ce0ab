import { sizeOf } from "@tweedie/core";
import { sumOfFirst } from "./ones.ts";
import type { NoAttrs, Op, Operand } from "./op.ts";
import type { DType } from "./tensor-type.ts";

/** `axes` are sorted and counted from the front. Reduced axes are dropped: `Reshape` brings them back. */
interface ReduceAttrs {
  readonly axes: readonly number[];
}

const reduction = (name: string): Op<ReduceAttrs> => ({
  infer: ([x], { axes }) => ({ shape: x!.shape.filter((_, axis) => !axes.includes(axis)), dtype: x!.dtype }),
  onnx: (writer, [x], { axes }) => writer.node(name, [x!, writer.int64(axes)], { keepdims: 0 }),
});

/** A sum, or a mean: over the first axes it is a product. */
const total = (name: "ReduceMean" | "ReduceSum"): Op<ReduceAttrs> => {
  const plain = reduction(name);
  return {
    ...plain,
    onnx(writer, inputs, attrs, result) {
      const [x] = inputs as [Operand];
      const { axes } = attrs;
      const factor = name === "ReduceSum" ? 1 : sizeOf(result.shape) / sizeOf(x.shape);
      const product = axes.every((axis, i) => axis === i) ? sumOfFirst(writer, x, axes.length, factor) : undefined;
      return product ?? plain.onnx(writer, inputs, attrs, result);
    },
  };
};

/** The place of an extreme: ONNX answers in int64, TensorFlow in int32. */
const argument = (name: string): Op<{ readonly axis: number }> => ({
  infer: ([x], { axis }) => ({ shape: x!.shape.filter((_, other) => other !== axis), dtype: "int32" as DType }),
  onnx: (writer, inputs, { axis }) =>
    writer.node("Cast", [writer.node(name, inputs, { axis, keepdims: 0 })], { to: writer.elementType("int32") }),
});

const cumSum: Op<{ readonly axis: number; readonly exclusive: boolean; readonly reverse: boolean }> = {
  infer: ([x]) => x!,
  onnx: (writer, [x], { axis, exclusive, reverse }) =>
    writer.node("CumSum", [x!, writer.int64(axis)], { exclusive: Number(exclusive), reverse: Number(reverse) }),
};

/** Over the last axis. */
const softmax: Op<NoAttrs> = {
  infer: ([x]) => x!,
  onnx: (writer, inputs) => writer.node("Softmax", inputs, { axis: -1 }),
};

export const reductionOps = {
  ArgMax: argument("ArgMax"),
  ArgMin: argument("ArgMin"),
  CumSum: cumSum,
  ReduceMax: reduction("ReduceMax"),
  ReduceMean: total("ReduceMean"),
  ReduceMin: reduction("ReduceMin"),
  ReduceProd: reduction("ReduceProd"),
  ReduceSum: total("ReduceSum"),
  Softmax: softmax,
};
