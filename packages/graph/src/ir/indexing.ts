import type { Op } from "./op.ts";

/** `x` at `indices` of an axis. */
const gather: Op<{ readonly axis: number }> = {
  infer: ([x, indices], { axis }) => ({
    shape: [...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)],
    dtype: x!.dtype,
  }),
  onnx: (writer, inputs, { axis }) => writer.node("Gather", inputs, { axis }),
};

export const indexingOps = { Gather: gather };
