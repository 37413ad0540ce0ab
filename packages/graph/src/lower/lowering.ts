import type { AttrsOf, OpName } from "../ir/node.ts";
import type { TensorType } from "../ir/tensor-type.ts";
import type { OnnxWriter, Operand } from "../onnx/writer.ts";

/** Writes the nodes of an op in the format of a runtime, by default ONNX, and returns the name of the result's value. */
export type Lowering<Attrs, Writer = OnnxWriter> = (
  writer: Writer,
  inputs: readonly Operand[],
  attrs: Attrs,
  result: TensorType,
) => string;

/** One lowering for each of some ops. */
export type Lowerings<Ops extends OpName, Writer = OnnxWriter> = {
  readonly [Op in Ops]: Lowering<AttrsOf<Op>, Writer>;
};
