import { sizeOf } from "@tweedie/core";
import { neg, reshape } from "../ir/build.ts";
import type { Graph } from "../ir/graph.ts";
import { make, type Node, type NodeOf } from "../ir/node.ts";
import { sameShape } from "../ir/tensor-type.ts";
import { scaled } from "./simplify.ts";
import { rewriteByUses, type UsedOnce } from "./uses.ts";

/**
 * Addends with more elements stay outside: ONNX Runtime writes an addend into the place of a product on one thread
 * before it begins with the product, and adds on all of them afterwards. To repeat a row is quickly done.
 */
const largestAddend = 2 ** 15;

/**
 * Takes into a matrix product what is done to it alone: a factor, and one addend where it is small; and factors of what is
 * multiplied. Into a convolution, which is done in parts, a bias.
 */
export const fuseProducts = (graph: Graph): Graph =>
  rewriteByUses(
    graph,
    (node, usedOnce) => takeFactor(node, usedOnce) ?? takeFactors(node) ?? takeAddend(node, usedOnce) ?? node,
  );

/** A product that has no addend yet. */
const isPlain = (node: Node): node is NodeOf<"MatMul"> => node.op === "MatMul" && node.inputs.length === 2;

function takeFactor(node: Node, usedOnce: UsedOnce): Node | undefined {
  const { x, factor } = scaled(node) ?? {};
  if (!x || !factor || !isPlain(x) || !usedOnce(x) || !sameShape(x.shape, node.shape)) return undefined;
  return make("MatMul", x.inputs, { ...x.attrs, alpha: x.attrs.alpha * factor });
}

/** Factors of what is multiplied: to multiply the product by a number costs nothing. */
function takeFactors(node: Node): Node | undefined {
  if (node.op !== "MatMul") return undefined;
  const [a, b] = [scaled(node.inputs[0]!), scaled(node.inputs[1]!)];
  if (!a && !b) return undefined;
  const inputs = [a?.x ?? node.inputs[0]!, b?.x ?? node.inputs[1]!, ...node.inputs.slice(2)];
  return make("MatMul", inputs, { ...node.attrs, alpha: node.attrs.alpha * (a?.factor ?? 1) * (b?.factor ?? 1) });
}

function takeAddend(node: Node, usedOnce: UsedOnce): Node | undefined {
  const [a, b] = node.inputs as [Node, Node];
  if (node.op === "Add") return withAddend(b, a, node, usedOnce) ?? withAddend(a, b, node, usedOnce);
  if (node.op !== "Sub") return undefined;
  // Only a small addend is worth the negation.
  const small = sizeOf(b.shape) < sizeOf(node.shape) && withAddend(a, neg(b), node, usedOnce);
  if (small) return small;
  if (!isPlain(b) || !usedOnce(b)) return undefined;
  const negative = make("MatMul", b.inputs, { ...b.attrs, alpha: -b.attrs.alpha });
  return withAddend(negative, a, node, () => true);
}

/** `product + addend` as one node, where it can be. */
function withAddend(product: Node, addend: Node, sum: Node, usedOnce: UsedOnce): Node | undefined {
  if (!usedOnce(product) || !sameShape(product.shape, sum.shape)) return undefined;
  if (product.op === "Conv" && product.inputs.length === 2) {
    const bias = perChannel(addend, product);
    return bias && make("Conv", [...product.inputs, bias], product.attrs);
  }
  if (sizeOf(addend.shape) > largestAddend) return undefined;
  if (product.op === "Reshape") {
    const inner = product.inputs[0]!;
    if (!isPlain(inner) || !usedOnce(inner) || inner.shape.length !== 2) return undefined;
    const whole = sameShape(addend.shape, sum.shape) && inner.shape.at(-1) === sum.shape.at(-1);
    const rows = whole ? reshape(addend, inner.shape) : perChannel(addend, inner);
    return rows && reshape(make("MatMul", [...inner.inputs, rows], inner.attrs), product.shape);
  }
  if (!isPlain(product) || product.shape.length !== 2 || addend.shape.length > 2) return undefined;
  return make("MatMul", [...product.inputs, addend], product.attrs);
}

/** An addend that is the same for all but the last axis, as a vector. */
function perChannel(addend: Node, product: Node): Node | undefined {
  const channels = product.shape.at(-1)!;
  return addend.shape.at(-1) === channels && sizeOf(addend.shape) === channels
    ? reshape(addend, [channels])
    : undefined;
}
