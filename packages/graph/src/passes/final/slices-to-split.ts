import { sizeOf } from "@tweedie/core";
import { splitPart } from "../../ir/build.ts";
import { type Graph, nodesOf, substitute } from "../../ir/graph.ts";
import type { Node, NodeOf } from "../../ir/node.ts";

/** Elements of the largest value that is split: slices of a larger one would leave the cache before they are used. */
const largest = 2 ** 16;

/**
 * Replaces slices that partition a value along one axis with the outputs of one ONNX `Split`:
 * `x[0:m], x[m:n] -> split(x, [m, n - m])`. One node instead of one for each slice.
 *
 * @param mostParts Most outputs that a `Split` of the runtime has.
 */
export function slicesToSplit(graph: Graph, mostParts = Infinity): Graph {
  const parts = new Map<Node, Node>();
  for (const [x, slicesByAxis] of slicesOf(graph)) {
    for (const [axis, slices] of slicesByAxis) {
      const sorted = slices.toSorted((a, b) => a.attrs.begin[axis]! - b.attrs.begin[axis]!);
      if (sorted.length > mostParts) continue;
      const sizes = sorted.map(({ shape }) => shape[axis]!);
      const begins = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
      const total = sizes.reduce((sum, size) => sum + size, 0);
      if (total !== x.shape[axis] || sorted.some(({ attrs }, i) => attrs.begin[axis] !== begins[i])) continue;
      sorted.forEach((node, index) => parts.set(node, splitPart(x, axis, sizes, index)));
    }
  }
  return substitute(graph, parts);
}

/** Slices of each small value, by the axis that they cut. */
function slicesOf(graph: Graph): ReadonlyMap<Node, ReadonlyMap<number, readonly NodeOf<"Slice">[]>> {
  const slices = new Map<Node, Map<number, NodeOf<"Slice">[]>>();
  for (const node of nodesOf(graph)) {
    const axis = node.op === "Slice" ? slicedAxis(node) : undefined;
    if (node.op !== "Slice" || axis === undefined) continue;
    const [x] = node.inputs as [Node];
    if (sizeOf(x.shape) > largest) continue;
    const byAxis = slices.get(x) ?? new Map<number, NodeOf<"Slice">[]>();
    slices.set(x, byAxis.set(axis, [...(byAxis.get(axis) ?? []), node]));
  }
  return slices;
}

/** The only axis that a slice shortens; undefined if it shortens several, or has strides. */
function slicedAxis({ inputs, shape, attrs }: NodeOf<"Slice">): number | undefined {
  const [x] = inputs as [Node];
  const shorter = shape.flatMap((extent, axis) => (extent === x.shape[axis] ? [] : [axis]));
  return shorter.length === 1 && attrs.strides.every((stride) => stride === 1) ? shorter[0] : undefined;
}
