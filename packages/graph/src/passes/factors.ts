import type { Node } from "../ir/node.ts";

/** The two factors of a product, both ways round; of anything else none. */
export const factors = (node: Node): [Node, Node][] =>
  node.op === "Mul" ? [node.inputs as [Node, Node], node.inputs.toReversed() as [Node, Node]] : [];
