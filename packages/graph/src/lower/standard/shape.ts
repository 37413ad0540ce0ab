import type { AttrsOf } from "../../ir/node.ts";
import type { NoAttrs } from "../../ir/ops/op-definition.ts";
import type { shapeOps } from "../../ir/ops/shape.ts";
import type { Lowering, Lowerings } from "../lowering.ts";

const slice: Lowering<AttrsOf<"Slice">> = (writer, [x], { begin, size, strides }) => {
  const axes = size.flatMap((extent, axis) => (extent === x!.shape[axis] && strides[axis] === 1 ? [] : [axis]));
  const ends = axes.map((axis) => {
    const end = begin[axis]! + (size[axis]! - 1) * strides[axis]! + Math.sign(strides[axis]!);
    return end < 0 ? -1 - x!.shape[axis]! : end; // ONNX reads -1 as the last element
  });
  return writer.node("Slice", [
    x!,
    writer.int64(axes.map((axis) => begin[axis]!)),
    writer.int64(ends),
    writer.int64(axes),
    writer.int64(axes.map((axis) => strides[axis]!)),
  ]);
};

/**
 * A reshape to the same shape, which ONNX Runtime makes without a copy. Its shape depends on the other inputs: each adds an empty part.
 */
const after: Lowering<NoAttrs> = (writer, [x, ...others]) => {
  const parts = others.map((other) => writer.node("Shape", [other], { start: 0, end: 0 }));
  const shape = writer.node("Concat", [...parts, writer.int64(x!.shape)], { axis: 0 });
  return writer.node("Reshape", [x!, shape], { allowzero: 1 });
};

export const shapeLowerings: Lowerings<keyof typeof shapeOps> = {
  After: after,
  Concat: (writer, inputs, { axis }) => writer.node("Concat", inputs, { axis }),
  Expand: (writer, [x], { shape }) => writer.node("Expand", [x!, writer.int64(shape)]),
  Gather: (writer, inputs, { axis }) => writer.node("Gather", inputs, { axis }),
  Pad: (writer, [x], { before, after, mode, value }) => {
    const pads = writer.int64([...before, ...after]);
    return writer.node("Pad", mode === "reflect" ? [x!, pads] : [x!, pads, writer.scalar(value, x!.dtype)], { mode });
  },
  Reshape: (writer, [x], { shape }) => writer.reshape(x!, shape),
  Slice: slice,
  SplitPart: (writer, [x], { axis, sizes, index }) =>
    writer.results(sizes.length, "Split", [x!, writer.int64(sizes)], { axis })[index]!,
  Tile: (writer, [x], { repeats }) => writer.node("Tile", [x!, writer.int64(repeats)]),
  Transpose: (writer, inputs, { perm }) => writer.node("Transpose", inputs, { perm }),
};
