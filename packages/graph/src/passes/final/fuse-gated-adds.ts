import { neg } from "../../ir/build.ts";
import type { Graph } from "../../ir/graph.ts";
import { createNode, type Node } from "../../ir/node.ts";
import { sameShape } from "../../ir/tensor-type.ts";
import { type HasOneUse, rewriteWithUses } from "../rewriting/one-use.ts";
import { factorPairs, operandOrders } from "../rewriting/patterns.ts";

/** Rows of fewer elements are faster as a product and a sum. */
const shortestRow = 16;

/**
 * Fuses `x + y g -> GatedAdd(x, y, g)` and `x - y g -> GatedAdd(x, y, -g)`, where the gate `g` is one number for each row:
 * one pass over memory instead of two. Gradients of normalisations and of softmax have this form.
 */
export const fuseGatedAdds = (graph: Graph): Graph =>
  rewriteWithUses(graph, (node, hasOneUse) => fuseGatedAdd(node, hasOneUse) ?? node);

function fuseGatedAdd(node: Node, hasOneUse: HasOneUse): Node | undefined {
  if (node.op !== "Add" && node.op !== "Sub") return undefined;
  const orders = operandOrders(node);
  for (const [x, product] of node.op === "Add" ? orders : orders.slice(0, 1)) {
    if (!hasOneUse(product) || !sameShape(x.shape, node.shape)) continue;
    for (const [y, gate] of factorPairs(product)) {
      if (!sameShape(y.shape, node.shape) || !isGate(gate, node)) continue;
      return createNode("GatedAdd", [x, y, node.op === "Add" ? gate : neg(gate)], {});
    }
  }
  return undefined;
}

const isGate = (gate: Node, { shape, dtype }: Node): boolean =>
  dtype === "float32" && shape.length > 0 && shape.at(-1)! >= shortestRow && sameShape(gate.shape, shape.with(-1, 1));
