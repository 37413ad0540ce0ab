import type {
  CastAttrs,
  ConcatAttrs,
  ExpandDimsAttrs,
  FillAttrs,
  LinSpaceAttrs,
  MirrorPadAttrs,
  PackAttrs,
  PadV2Attrs,
  RangeAttrs,
  ReshapeAttrs,
  ReverseAttrs,
  SliceAttrs,
  SplitVAttrs,
  StridedSliceAttrs,
  TileAttrs,
  TransposeAttrs,
  UnpackAttrs,
} from "@tensorflow/tfjs-core";
import { tf } from "@tweedie/core";
import { cast, concat, constant, expand, fill, pad, reshape, slice, sliceAxis, transpose } from "../ir/build.ts";
import { createNode, type Node } from "../ir/node.ts";
import { type DType, normalizeAxis } from "../ir/tensor-type.ts";
import type { Unary } from "./operands.ts";

const ascending = (count: number, value: (i: number) => number, dtype: DType): Node =>
  constant(Array.from({ length: count }, (_, i) => value(i)), [count], dtype); // prettier-ignore

function tile({ x }: Unary, { reps }: TileAttrs): Node {
  const repeats = reps.map((repeat, axis) => (x.shape[axis] === 1 ? 1 : repeat));
  const repeated = repeats.every((repeat) => repeat === 1) ? x : createNode("Tile", [x], { repeats });
  return expand(repeated, x.shape.map((extent, axis) => extent * reps[axis]!)); // prettier-ignore
}

function reverse(x: Node, axes: readonly number[]): Node {
  const begin = x.shape.map((extent, axis) => (axes.includes(axis) ? extent - 1 : 0));
  return slice(x, begin, x.shape, x.shape.map((_, axis) => (axes.includes(axis) ? -1 : 1))); // prettier-ignore
}

/** Mirror padding of one axis: with the edge repeated (`edge` 0, symmetric) or not (`edge` 1, reflect). */
function mirror(x: Node, axis: number, [before, after]: readonly [number, number], edge: number): Node {
  const extent = x.shape[axis]!;
  const flipped = (begin: number, size: number) => (size ? [reverse(sliceAxis(x, axis, begin, size), [axis])] : []);
  return concat([...flipped(edge, before), x, ...flipped(extent - edge - after, after)], axis);
}

function stridedSlice({ x }: Unary, attrs: StridedSliceAttrs): Node {
  const { begin, end, strides, finalShape } = tf.slice_util.sliceInfo(
    [...x.shape],
    attrs.begin,
    attrs.end,
    attrs.strides,
    attrs.beginMask,
    attrs.endMask,
    attrs.ellipsisMask,
    attrs.newAxisMask,
    attrs.shrinkAxisMask,
  );
  return reshape(slice(x, begin, tf.slice_util.computeOutShape(begin, end, strides), strides), finalShape);
}

function split(x: Node, axis: number, sizes: readonly number[]): Node[] {
  let begin = 0;
  return sizes.map((size) => sliceAxis(x, axis, (begin += size) - size, size));
}

/** Constants, casts, and kernels that move or copy elements. */
export const shapeKernels = {
  Cast: ({ x }: Unary, { dtype }: CastAttrs) => cast(x, dtype as DType),
  Concat: (inputs: readonly Node[], { axis }: ConcatAttrs) =>
    concat(inputs, normalizeAxis(axis, inputs[0]!.shape.length)),
  ExpandDims: ({ input }: { input: Node }, { dim }: ExpandDimsAttrs) =>
    reshape(input, input.shape.toSpliced(normalizeAxis(dim, input.shape.length + 1), 0, 1)),
  Fill: (_: unknown, { shape, value, dtype }: FillAttrs) => fill(Number(value), shape, dtype as DType),
  Identity: ({ x }: Unary) => x,
  LinSpace: (_: unknown, { start, stop, num }: LinSpaceAttrs) =>
    ascending(num, (i) => start + (i * (stop - start)) / Math.max(num - 1, 1), "float32"),
  MirrorPad: ({ x }: Unary, { paddings, mode }: MirrorPadAttrs) =>
    paddings.reduce((y, padding, axis) => mirror(y, axis, padding, mode === "reflect" ? 1 : 0), x),
  OnesLike: ({ x }: Unary) => fill(1, x.shape, x.dtype),
  Pack: (inputs: readonly Node[], { axis }: PackAttrs) => {
    const at = normalizeAxis(axis, inputs[0]!.shape.length + 1);
    return concat(inputs.map((x) => reshape(x, x.shape.toSpliced(at, 0, 1))), at); // prettier-ignore
  },
  PadV2: ({ x }: Unary, { paddings, constantValue }: PadV2Attrs) =>
    pad(x, paddings.map(([before]) => before), paddings.map(([, after]) => after), constantValue), // prettier-ignore
  Range: (_: unknown, { start, stop, step, dtype }: RangeAttrs) =>
    ascending(Math.max(Math.ceil((stop - start) / step), 0), (i) => start + i * step, dtype),
  Reshape: ({ x }: Unary, { shape }: ReshapeAttrs) =>
    reshape(x, tf.util.inferFromImplicitShape(shape, tf.util.sizeFromShape([...x.shape]))),
  Reverse: ({ x }: Unary, { dims }: ReverseAttrs) =>
    reverse(x, [dims].flat().map((axis) => normalizeAxis(axis, x.shape.length))), // prettier-ignore
  Slice: ({ x }: Unary, { begin, size }: SliceAttrs) => {
    const [from, extents] = tf.slice_util.parseSliceParams({ shape: [...x.shape] } as never, begin, size);
    return slice(x, from!, extents!);
  },
  SplitV: ({ x }: Unary, { numOrSizeSplits, axis }: SplitVAttrs) => {
    const along = normalizeAxis(axis, x.shape.length);
    return split(x, along, tf.backend_util.prepareSplitSize({ shape: x.shape } as never, numOrSizeSplits, along));
  },
  StridedSlice: stridedSlice,
  Tile: tile,
  Transpose: ({ x }: Unary, { perm }: TransposeAttrs) => transpose(x, perm),
  Unpack: ({ value }: { value: Node }, { axis }: UnpackAttrs) => {
    const along = normalizeAxis(axis, value.shape.length);
    const parts = split(value, along, new Array<number>(value.shape[along]!).fill(1));
    return parts.map((part) => reshape(part, part.shape.toSpliced(along, 1)));
  },
  ZerosLike: ({ x }: Unary) => fill(0, x.shape, x.dtype),
};
