import { sizeOf } from "@tweedie/core";
import { broadcastShapes, sameShape, type Shape } from "../tensor-type.ts";
import type { NoAttrs, OpDefinition } from "./op-definition.ts";

const reshape: OpDefinition<{ readonly shape: Shape }> = {
  infer: ([x], { shape }) => {
    if (sizeOf(shape) !== sizeOf(x!.shape)) throw new Error(`cannot reshape [${x!.shape.join()}] to [${shape.join()}]`);
    return { shape, dtype: x!.dtype };
  },
};

/** Explicit broadcast: repeats a value along axes that it lacks or has with extent 1. */
const expand: OpDefinition<{ readonly shape: Shape }> = {
  infer: ([x], { shape }) => {
    if (!sameShape(broadcastShapes(x!.shape, shape), shape)) {
      throw new Error(`cannot expand [${x!.shape.join()}] to [${shape.join()}]`);
    }
    return { shape, dtype: x!.dtype };
  },
};

const transpose: OpDefinition<{ readonly perm: readonly number[] }> = {
  infer: ([x], { perm }) => ({ shape: perm.map((axis) => x!.shape[axis]!), dtype: x!.dtype }),
};

const concat: OpDefinition<{ readonly axis: number }> = {
  infer: (inputs, { axis }) => {
    const extent = inputs.reduce((sum, { shape }) => sum + shape[axis]!, 0);
    return { shape: inputs[0]!.shape.with(axis, extent), dtype: inputs[0]!.dtype };
  },
};

/** Slices of `x` at `indices` along an axis. */
const gather: OpDefinition<{ readonly axis: number }> = {
  infer: ([x, indices], { axis }) => ({
    shape: [...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)],
    dtype: x!.dtype,
  }),
};

export interface SliceAttrs {
  readonly begin: readonly number[];
  /** Extents of the result. */
  readonly size: readonly number[];
  /** A negative stride reverses the axis. */
  readonly strides: readonly number[];
}

const slice: OpDefinition<SliceAttrs> = { infer: ([x], { size }) => ({ shape: size, dtype: x!.dtype }) };

export interface SplitPartAttrs {
  readonly axis: number;
  /** Extents of all parts along the axis. */
  readonly sizes: readonly number[];
  readonly index: number;
}

/** One result of a split along an axis. The parts of one split lower to one ONNX node. */
const splitPart: OpDefinition<SplitPartAttrs> = {
  infer: ([x], { axis, sizes, index }) => ({ shape: x!.shape.with(axis, sizes[index]!), dtype: x!.dtype }),
};

export interface PadAttrs {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly mode: "constant" | "reflect";
  readonly value: number;
}

const pad: OpDefinition<PadAttrs> = {
  infer: ([x], { before, after }) => ({
    shape: x!.shape.map((extent, axis) => before[axis]! + extent + after[axis]!),
    dtype: x!.dtype,
  }),
};

const tile: OpDefinition<{ readonly repeats: readonly number[] }> = {
  infer: ([x], { repeats }) => ({ shape: x!.shape.map((extent, axis) => extent * repeats[axis]!), dtype: x!.dtype }),
};

/** The first input, computed after the others. */
const after: OpDefinition<NoAttrs> = { infer: ([x]) => x! };

/** Ops that move or copy elements without arithmetic. */
export const shapeOps = {
  After: after,
  Concat: concat,
  Expand: expand,
  Gather: gather,
  Pad: pad,
  Reshape: reshape,
  Slice: slice,
  SplitPart: splitPart,
  Tile: tile,
  Transpose: transpose,
};
