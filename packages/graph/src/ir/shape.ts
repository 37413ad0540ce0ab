import { sizeOf } from "@tweedie/core";
import { repeated } from "./ones.ts";
import type { Op } from "./op.ts";
import { broadcastShapes, sameShape, type Shape } from "./tensor-type.ts";

const reshape: Op<{ readonly shape: Shape }> = {
  infer: ([x], { shape }) => {
    if (sizeOf(shape) !== sizeOf(x!.shape)) throw new Error(`cannot reshape [${x!.shape.join()}] to [${shape.join()}]`);
    return { shape, dtype: x!.dtype };
  },
  onnx: (writer, [x], { shape }) => writer.reshape(x!, shape),
};

/** Repeats a value along axes that it lacks or has with extent 1: the only op that broadcasts for its own sake. */
const expand: Op<{ readonly shape: Shape }> = {
  infer: ([x], { shape }) => {
    if (!sameShape(broadcastShapes(x!.shape, shape), shape)) {
      throw new Error(`cannot expand [${x!.shape.join()}] to [${shape.join()}]`);
    }
    return { shape, dtype: x!.dtype };
  },
  onnx: (writer, [x], { shape }) => repeated(writer, x!, shape) ?? writer.node("Expand", [x!, writer.int64(shape)]),
};

const transpose: Op<{ readonly perm: readonly number[] }> = {
  infer: ([x], { perm }) => ({ shape: perm.map((axis) => x!.shape[axis]!), dtype: x!.dtype }),
  onnx: (writer, inputs, { perm }) => writer.node("Transpose", inputs, { perm }),
};

const concat: Op<{ readonly axis: number }> = {
  infer: (inputs, { axis }) => {
    const extent = inputs.reduce((sum, { shape }) => sum + shape[axis]!, 0);
    return { shape: inputs[0]!.shape.with(axis, extent), dtype: inputs[0]!.dtype };
  },
  onnx: (writer, inputs, { axis }) => writer.node("Concat", inputs, { axis }),
};

interface SliceAttrs {
  readonly begin: readonly number[];
  /** Extents of the result. */
  readonly size: readonly number[];
  /** Negative to walk backwards. */
  readonly strides: readonly number[];
}

const slice: Op<SliceAttrs> = {
  infer: ([x], { size }) => ({ shape: size, dtype: x!.dtype }),
  onnx: (writer, [x], { begin, size, strides }) => {
    const axes = size.flatMap((extent, axis) => (extent === x!.shape[axis] && strides[axis] === 1 ? [] : [axis]));
    const ends = axes.map((axis) => {
      const end = begin[axis]! + (size[axis]! - 1) * strides[axis]! + Math.sign(strides[axis]!);
      return end < 0 ? -1 - x!.shape[axis]! : end; // a plain -1 would be the last element
    });
    return writer.node("Slice", [
      x!,
      writer.int64(axes.map((axis) => begin[axis]!)),
      writer.int64(ends),
      writer.int64(axes),
      writer.int64(axes.map((axis) => strides[axis]!)),
    ]);
  },
};

interface PartAttrs {
  readonly axis: number;
  /** Extents of all parts along the axis. */
  readonly sizes: readonly number[];
  readonly index: number;
}

/** One of the parts that a value is cut into: all of them are one op of ONNX. */
const part: Op<PartAttrs> = {
  infer: ([x], { axis, sizes, index }) => ({ shape: x!.shape.with(axis, sizes[index]!), dtype: x!.dtype }),
  onnx: (writer, [x], { axis, sizes, index }) =>
    writer.results(sizes.length, "Split", [x!, writer.int64(sizes)], { axis })[index]!,
};

interface PadAttrs {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly mode: "constant" | "reflect";
  readonly value: number;
}

const pad: Op<PadAttrs> = {
  infer: ([x], { before, after }) => ({
    shape: x!.shape.map((extent, axis) => before[axis]! + extent + after[axis]!),
    dtype: x!.dtype,
  }),
  onnx: (writer, [x], { before, after, mode, value }) => {
    const pads = writer.int64([...before, ...after]);
    return writer.node("Pad", mode === "reflect" ? [x!, pads] : [x!, pads, writer.scalar(value, x!.dtype)], { mode });
  },
};

const tile: Op<{ readonly repeats: readonly number[] }> = {
  infer: ([x], { repeats }) => ({ shape: x!.shape.map((extent, axis) => extent * repeats[axis]!), dtype: x!.dtype }),
  onnx: (writer, [x], { repeats }) => writer.node("Tile", [x!, writer.int64(repeats)]),
};

/** Ops that move elements without counting with them. */
export const shapeOps = {
  Concat: concat,
  Expand: expand,
  Pad: pad,
  Part: part,
  Reshape: reshape,
  Slice: slice,
  Tile: tile,
  Transpose: transpose,
};
