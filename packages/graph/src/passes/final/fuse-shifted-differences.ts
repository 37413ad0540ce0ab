import { sizeOf } from "@tweedie/core";
import { constantFill, fill, reshape } from "../../ir/build.ts";
import { blockedAffine } from "../../ir/build-blocked.ts";
import type { Graph } from "../../ir/graph.ts";
import type { Node } from "../../ir/node.ts";
import { sameShape } from "../../ir/tensor-type.ts";
import { type HasOneUse, rewriteWithUses } from "../rewriting/one-use.ts";
import { operandOrders } from "../rewriting/patterns.ts";

/** Elements of the smallest value that is fused. Smaller ones are still in the cache for the second pass. */
const smallest = 2 ** 16;

/** Height of the image: ONNX Runtime divides a convolution among threads by rows. */
const rows = 64;

/**
 * Fuses `a - b + c` with a constant `c`, as in the gradient of SiLU, into `BlockedAffine(b; scale = -1, bias = c, sum = a)`
 * on one image with `block` channels: one pass over memory instead of two.
 */
export const fuseShiftedDifferences = (graph: Graph, block: number): Graph =>
  rewriteWithUses(graph, (node, hasOneUse) => fuseShifted(node, hasOneUse, block) ?? node);

function fuseShifted(node: Node, hasOneUse: HasOneUse, block: number): Node | undefined {
  const { op, shape, dtype } = node;
  const size = sizeOf(shape);
  if (op !== "Add" || dtype !== "float32" || size < smallest || size % (rows * block) !== 0) return undefined;
  for (const [difference, number] of operandOrders(node)) {
    const value = constantFill(number);
    if (difference.op !== "Sub" || value === undefined || !hasOneUse(difference)) continue;
    const [a, b] = difference.inputs as [Node, Node];
    if (!sameShape(a.shape, shape) || !sameShape(b.shape, shape)) continue;
    const image = [1, 1, rows, size / (rows * block), block];
    const addends = { bias: fill(value, []), sum: reshape(a, image) };
    return reshape(blockedAffine(reshape(b, image), fill(-1, []), addends), shape);
  }
  return undefined;
}
