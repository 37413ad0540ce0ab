import type { OnnxWriter } from "../onnx/writer.ts";
import type { TensorType } from "./tensor-type.ts";

/** A value of the graph by its name in the ONNX model. */
export interface Operand extends TensorType {
  readonly name: string;
}

/** An op of the graph: what it gives, and how ONNX writes it. */
export interface Op<Attrs> {
  /** Shape and kind of the result. */
  infer(inputs: readonly TensorType[], attrs: Attrs): TensorType;
  /** Writes the op's ONNX nodes and returns the name of the result. */
  onnx(writer: OnnxWriter, inputs: readonly Operand[], attrs: Attrs, result: TensorType): string;
  /** The op at numbers. An elementwise op has it: it broadcasts its inputs, and can be folded. */
  evaluate?(numbers: readonly number[], attrs: Attrs): number;
}

/** An op without attributes. */
export type NoAttrs = Readonly<Record<never, never>>;
