import { neg } from "../ir/build.ts";
import type { Graph } from "../ir/graph.ts";
import { make, type Node } from "../ir/node.ts";
import { sameShape } from "../ir/tensor-type.ts";
import { factors } from "./factors.ts";
import { rewriteByUses, type UsedOnce } from "./uses.ts";

/** Rows of fewer numbers are faster as two passes. */
const shortestRow = 16;

/** `x + y g` and `x - y g`, where `g` has one number for each row, in one pass. */
export const gatedSums = (graph: Graph): Graph =>
  rewriteByUses(graph, (node, usedOnce) => gated(node, usedOnce) ?? node);

function gated(node: Node, usedOnce: UsedOnce): Node | undefined {
  if (node.op !== "Add" && node.op !== "Sub") return undefined;
  const [a, b] = node.inputs as [Node, Node];
  const pairs = node.op === "Add" ? [[a, b], [b, a]] as const : [[a, b]] as const; // prettier-ignore
  for (const [x, product] of pairs) {
    if (!usedOnce(product) || !sameShape(x.shape, node.shape)) continue;
    for (const [y, gate] of factors(product)) {
      if (!sameShape(y.shape, node.shape) || !isGate(gate, node)) continue;
      return make("GatedAdd", [x, y, node.op === "Add" ? gate : neg(gate)], {});
    }
  }
  return undefined;
}

const isGate = (gate: Node, { shape, dtype }: Node): boolean =>
  dtype === "float32" && shape.length > 0 && shape.at(-1)! >= shortestRow && sameShape(gate.shape, shape.with(-1, 1));
