import { sizeOf } from "@tweedie/core";
import type { AttrsOf } from "../../ir/node.ts";
import type { Operand } from "../../onnx/writer.ts";
import type { Lowering, Lowerings } from "../lowering.ts";
import { reduction } from "../standard/reductions.ts";
import { sumByProduct } from "./products-with-ones.ts";

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

/** Reductions that have a form of their own for the CPU. */
export const sumLowerings: Lowerings<"ReduceMean" | "ReduceSum"> = {
  ReduceMean: sumOrMean("ReduceMean"),
  ReduceSum: sumOrMean("ReduceSum"),
};
