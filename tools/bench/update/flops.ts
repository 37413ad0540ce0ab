import { sizeOf } from "@tweedie/core";
import { type Graph, nodesOf } from "../../../packages/graph/src/ir/graph.ts";
import type { Node } from "../../../packages/graph/src/ir/node.ts";

/** Floating-point operations of the matrix products and convolutions of a graph: two per multiplication. */
export const flopsOf = (graph: Graph): number => nodesOf(graph).reduce((sum, node) => sum + 2 * productsIn(node), 0);

function productsIn(node: Node): number {
  const [a, b] = node.inputs as [Node, Node];
  switch (node.op) {
    case "MatMul":
      return sizeOf(node.shape) * a.shape.at(node.attrs.transposeA ? -2 : -1)!;
    case "Conv":
      return sizeOf(node.shape) * sizeOf(b.shape.slice(0, 3));
    case "BlockedConv":
      return sizeOf(node.shape) * sizeOf(b.shape.slice(1));
    case "ConvFilterGradient":
      return sizeOf(b.shape) * sizeOf(node.shape.slice(0, 3));
    default:
      return 0;
  }
}
