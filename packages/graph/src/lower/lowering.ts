import type { AttrsOf, OpName } from "../ir/node.ts";
import type { TensorType } from "../ir/tensor-type.ts";
import type { OnnxWriter, Operand } from "../onnx/writer.ts";

/** Writes the ONNX nodes of an op and returns the name of the result's value. */
export type Lowering<Attrs> = (
  writer: OnnxWriter,
  inputs: readonly Operand[],
  attrs: Attrs,
  result: TensorType,
) => string;

/** One lowering for each of some ops. */
export type Lowerings<Ops extends OpName> = { readonly [Op in Ops]: Lowering<AttrsOf<Op>> };
