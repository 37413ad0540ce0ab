import { sizeOf } from "@tweedie/core";
import { fill, filling, reshape } from "../ir/build.ts";
import { blockedAffine } from "../ir/build-blocks.ts";
import type { Graph } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import { sameShape } from "../ir/tensor-type.ts";
import { rewriteByUses, type UsedOnce } from "./uses.ts";

/** Smaller values are in the cache for the second pass, and the reshapes are nodes too. */
const smallest = 2 ** 16;

/** Rows of the image: threads share a convolution's work by rows. */
const rows = 64;

/** `a - b + 1`, as SiLU's gradient has it, in one pass: an affine map of one image with `block` channels, to which `a` is added. */
export const shiftedDifferences = (graph: Graph, block: number): Graph =>
  block > 1 ? rewriteByUses(graph, (node, usedOnce) => shifted(node, usedOnce, block) ?? node) : graph;

function shifted({ op, inputs, shape, dtype }: Node, usedOnce: UsedOnce, block: number): Node | undefined {
  const size = sizeOf(shape);
  if (op !== "Add" || dtype !== "float32" || size < smallest || size % (rows * block) !== 0) return undefined;
  for (const [difference, number] of [inputs, inputs.toReversed()] as [Node, Node][]) {
    const value = filling(number);
    if (difference.op !== "Sub" || value === undefined || !usedOnce(difference)) continue;
    const [a, b] = difference.inputs as [Node, Node];
    if (!sameShape(a.shape, shape) || !sameShape(b.shape, shape)) continue;
    const image = [1, 1, rows, size / (rows * block), block];
    const addends = { bias: fill(value, []), sum: reshape(a, image) };
    return reshape(blockedAffine(reshape(b, image), fill(-1, []), addends), shape);
  }
  return undefined;
}
