import { sizeOf } from "@tweedie/core";
import { part } from "../ir/build.ts";
import { type Graph, nodesOf, substitute } from "../ir/graph.ts";
import type { Node, NodeOf } from "../ir/node.ts";

/** Parts of larger values are better copied where they are used: they would have left the cache by then. */
const largest = 2 ** 16;

/** Cuts in one go what is taken apart into slices that together are all of it: new weights, and what several layers made in one product. */
export function splits(graph: Graph): Graph {
  const slices = new Map<Node, Map<number, NodeOf<"Slice">[]>>();
  for (const node of nodesOf(graph)) {
    const axis = node.op === "Slice" ? axisOf(node) : undefined;
    if (node.op !== "Slice" || axis === undefined) continue;
    const [x] = node.inputs as [Node];
    if (sizeOf(x.shape) > largest) continue;
    const byAxis = slices.get(x) ?? new Map<number, NodeOf<"Slice">[]>();
    slices.set(x, byAxis.set(axis, [...(byAxis.get(axis) ?? []), node]));
  }
  const parts = new Map<Node, Node>();
  for (const [x, byAxis] of slices) {
    for (const [axis, nodes] of byAxis) {
      const sorted = nodes.toSorted((a, b) => a.attrs.begin[axis]! - b.attrs.begin[axis]!);
      const sizes = sorted.map(({ shape }) => shape[axis]!);
      const begins = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
      const sum = sizes.reduce((sum, size) => sum + size, 0);
      if (sum !== x.shape[axis] || sorted.some(({ attrs }, i) => attrs.begin[axis] !== begins[i])) continue;
      sorted.forEach((node, index) => parts.set(node, part(x, axis, sizes, index)));
    }
  }
  return substitute(graph, parts);
}

/** The one axis along which a slice is shorter, if it takes neighbours there. */
function axisOf({ inputs, shape, attrs }: NodeOf<"Slice">): number | undefined {
  const [x] = inputs as [Node];
  const shorter = shape.flatMap((extent, axis) => (extent === x.shape[axis] ? [] : [axis]));
  return shorter.length === 1 && attrs.strides.every((stride) => stride === 1) ? shorter[0] : undefined;
}
