import type { GatherV2Attrs, OneHotAttrs, UnsortedSegmentSumAttrs } from "@tensorflow/tfjs-core";
import { sizeOf } from "@tweedie/core";
import { cast, constant, equal, fill, matMul, reshape, where } from "../ir/build.ts";
import { createNode, type Node } from "../ir/node.ts";
import { type DType, normalizeAxis } from "../ir/tensor-type.ts";
import { throwUnsupported } from "../tfjs/call-site.ts";

/** One-hot encoding as booleans, along a new last axis of extent `depth`. */
function oneHot(indices: Node, depth: number): Node {
  const classes = constant(Array.from({ length: depth }, (_, i) => i), [depth], "int32"); // prettier-ignore
  return equal(reshape(cast(indices, "int32"), [...indices.shape, 1]), classes);
}

/** Gradient of a gather, as a product with a one-hot matrix: ONNX Runtime's scatter has a data race for repeated indices. */
function segmentSum({ x, segmentIds }: { x: Node; segmentIds: Node }, { numSegments }: UnsortedSegmentSumAttrs): Node {
  const count = sizeOf(segmentIds.shape);
  const rowShape = x.shape.slice(segmentIds.shape.length);
  const membership = cast(oneHot(reshape(segmentIds, [count]), numSegments), "float32"); // [n, segments]
  const sums = matMul(membership, reshape(cast(x, "float32"), [count, sizeOf(rowShape)]), true);
  return cast(reshape(sums, [numSegments, ...rowShape]), x.dtype);
}

/** Lookups by index. */
export const indexingKernels = {
  GatherV2: ({ x, indices }: { x: Node; indices: Node }, { axis, batchDims }: GatherV2Attrs) => {
    if (batchDims) throwUnsupported("gather with batchDims cannot be compiled");
    return createNode("Gather", [x, cast(indices, "int32")], { axis: normalizeAxis(axis, x.shape.length) });
  },
  OneHot: ({ indices }: { indices: Node }, { depth, onValue, offValue, dtype }: OneHotAttrs) =>
    where(oneHot(indices, depth), fill(onValue, [], dtype as DType), fill(offValue, [], dtype as DType)),
  UnsortedSegmentSum: segmentSum,
};
