import type { TensorType } from "../tensor-type.ts";

/** Meaning of an op: shape inference, and evaluation of elementwise ops. `lower/` writes ops as ONNX. */
export interface OpDefinition<Attrs> {
  /** Shape and element type of the result. */
  infer(inputs: readonly TensorType[], attrs: Attrs): TensorType;
  /** Value at scalar inputs. Exactly the elementwise ops have it: they broadcast their inputs and can be constant-folded. */
  evaluate?(numbers: readonly number[], attrs: Attrs): number;
}

/** Attributes of an op that has none. */
export type NoAttrs = Readonly<Record<never, never>>;
