import type { GatherV2Attrs, OneHotAttrs, UnsortedSegmentSumAttrs } from "@tensorflow/tfjs";
import { sizeOf } from "@tweedie/core";
import { cast, constant, equal, fill, matMul, reshape, where } from "../ir/build.ts";
import { make, type Node } from "../ir/node.ts";
import { type DType, normalizeAxis } from "../ir/tensor-type.ts";
import { refuse } from "../trace/place.ts";

/** Whether each index is each of `0, ..., depth - 1`, along a new last axis. */
function matches(indices: Node, depth: number): Node {
  const places = constant(Array.from({ length: depth }, (_, i) => i), [depth], "int32"); // prettier-ignore
  return equal(reshape(cast(indices, "int32"), [...indices.shape, 1]), places);
}

/** The gradient of a gather, as a product with ones and zeros: ONNX Runtime's scatter races where an index repeats. */
function segmentSum({ x, segmentIds }: { x: Node; segmentIds: Node }, { numSegments }: UnsortedSegmentSumAttrs): Node {
  const count = sizeOf(segmentIds.shape);
  const rest = x.shape.slice(segmentIds.shape.length);
  const members = cast(matches(reshape(segmentIds, [count]), numSegments), "float32"); // [n, segments]
  const sums = matMul(members, reshape(cast(x, "float32"), [count, sizeOf(rest)]), true);
  return cast(reshape(sums, [numSegments, ...rest]), x.dtype);
}

/** Kernels that look values up. */
export const indexingKernels = {
  GatherV2: ({ x, indices }: { x: Node; indices: Node }, { axis, batchDims }: GatherV2Attrs) => {
    if (batchDims) refuse("gather with batchDims cannot be compiled");
    return make("Gather", [x, cast(indices, "int32")], { axis: normalizeAxis(axis, x.shape.length) });
  },
  OneHot: ({ indices }: { indices: Node }, { depth, onValue, offValue, dtype }: OneHotAttrs) =>
    where(matches(indices, depth), fill(onValue, [], dtype as DType), fill(offValue, [], dtype as DType)),
  UnsortedSegmentSum: segmentSum,
};
