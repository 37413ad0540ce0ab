import { sizeOf } from "@tweedie/core";
import { neg, reshape } from "../../ir/build.ts";
import type { Graph } from "../../ir/graph.ts";
import { createNode, type Node, type NodeOf } from "../../ir/node.ts";
import { sameShape } from "../../ir/tensor-type.ts";
import { type HasOneUse, rewriteWithUses } from "../rewriting/one-use.ts";
import { matchScaled } from "../rewriting/patterns.ts";

/**
 * Elements of the largest addend that is fused. ONNX Runtime copies an addend into the output on one thread before the
 * product, whereas a separate `Add` runs on all threads. Broadcasting a row is cheap.
 */
const largestAddend = 2 ** 15;

/**
 * Fuses scalar factors and one small addend into matrix products, `c (a b) + d -> MatMul(a, b, d; alpha = c)`, factors of
 * their operands, `(c a) b -> MatMul(a, b; alpha = c)`, and biases into convolutions.
 *
 * Each factor or addend saves a pass over memory.
 */
export const fuseEpilogues = (graph: Graph): Graph =>
  rewriteWithUses(
    graph,
    (node, hasOneUse) => fuseScale(node, hasOneUse) ?? fuseOperandScales(node) ?? fuseAddend(node, hasOneUse) ?? node,
  );

/** True for a matrix product without an addend. */
const isPlain = (node: Node): node is NodeOf<"MatMul"> => node.op === "MatMul" && node.inputs.length === 2;

/** `c (a b)`. */
function fuseScale(node: Node, hasOneUse: HasOneUse): Node | undefined {
  const { x, factor } = matchScaled(node) ?? {};
  if (!x || !factor || !isPlain(x) || !hasOneUse(x) || !sameShape(x.shape, node.shape)) return undefined;
  return createNode("MatMul", x.inputs, { ...x.attrs, alpha: x.attrs.alpha * factor });
}

/** `(c a) (d b)`. Operands with other uses match too: `alpha` costs nothing. */
function fuseOperandScales(node: Node): Node | undefined {
  if (node.op !== "MatMul") return undefined;
  const [a, b] = [matchScaled(node.inputs[0]!), matchScaled(node.inputs[1]!)];
  if (!a && !b) return undefined;
  const inputs = [a?.x ?? node.inputs[0]!, b?.x ?? node.inputs[1]!, ...node.inputs.slice(2)];
  return createNode("MatMul", inputs, { ...node.attrs, alpha: node.attrs.alpha * (a?.factor ?? 1) * (b?.factor ?? 1) });
}

/** `a b + c`, `a b - c` and `c - a b`. */
function fuseAddend(node: Node, hasOneUse: HasOneUse): Node | undefined {
  const [a, b] = node.inputs as [Node, Node];
  if (node.op === "Add") return withAddend(b, a, node, hasOneUse) ?? withAddend(a, b, node, hasOneUse);
  if (node.op !== "Sub") return undefined;
  // The negation of an addend as large as the product would be a pass of its own.
  const small = sizeOf(b.shape) < sizeOf(node.shape) && withAddend(a, neg(b), node, hasOneUse);
  if (small) return small;
  if (!isPlain(b) || !hasOneUse(b)) return undefined;
  const negative = createNode("MatMul", b.inputs, { ...b.attrs, alpha: -b.attrs.alpha });
  return withAddend(negative, a, node, () => true);
}

/** `product + addend` as one node; undefined if it cannot be fused. */
function withAddend(product: Node, addend: Node, sum: Node, hasOneUse: HasOneUse): Node | undefined {
  if (!hasOneUse(product) || !sameShape(product.shape, sum.shape)) return undefined;
  if (product.op === "Conv" && product.inputs.length === 2) {
    const bias = asBias(addend, product);
    return bias && createNode("Conv", [...product.inputs, bias], product.attrs);
  }
  if (sizeOf(addend.shape) > largestAddend) return undefined;
  if (product.op === "Reshape") {
    const inner = product.inputs[0]!;
    if (!isPlain(inner) || !hasOneUse(inner) || inner.shape.length !== 2) return undefined;
    const isWhole = sameShape(addend.shape, sum.shape) && inner.shape.at(-1) === sum.shape.at(-1);
    const rows = isWhole ? reshape(addend, inner.shape) : asBias(addend, inner);
    return rows && reshape(createNode("MatMul", [...inner.inputs, rows], inner.attrs), product.shape);
  }
  if (!isPlain(product) || product.shape.length !== 2 || addend.shape.length > 2) return undefined;
  return createNode("MatMul", [...product.inputs, addend], product.attrs);
}

/** An addend that varies along the last axis only, as a vector; undefined for others. */
function asBias(addend: Node, product: Node): Node | undefined {
  const channels = product.shape.at(-1)!;
  return addend.shape.at(-1) === channels && sizeOf(addend.shape) === channels
    ? reshape(addend, [channels])
    : undefined;
}
