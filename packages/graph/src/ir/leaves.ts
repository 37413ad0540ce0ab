import type { Op } from "./op.ts";
import type { TensorType } from "./tensor-type.ts";

/** A weight or a draw, by its name. */
const input: Op<TensorType & { readonly name: string }> = {
  infer: (_, { shape, dtype }) => ({ shape, dtype }),
  onnx: (writer, _, { name, shape, dtype }) => writer.input(name, { shape, dtype }),
};

/** Numbers written down by the step. Uniform ones are an `Expand` of a scalar. */
const constant: Op<TensorType & { readonly values: readonly number[] }> = {
  infer: (_, { shape, dtype }) => ({ shape, dtype }),
  onnx: (writer, _, { values, shape, dtype }) => writer.constant(values, { shape, dtype }),
};

/** Where values come from. */
export const leafOps = { Constant: constant, Input: input };
