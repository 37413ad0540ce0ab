import { sizeOf } from "@tweedie/core";
import { add, fill, mul, neg, reshape } from "../../ir/build.ts";
import { type Addends, addendsOf, blockedAffine, blockedConv } from "../../ir/build-blocks.ts";
import type { Node, NodeOf } from "../../ir/node.ts";
import { padShape, sameShape } from "../../ir/tensor-type.ts";
import type { UsedOnce } from "../uses.ts";

/**
 * Products and sums with what is the same for all pixels become one affine map of each channel, and what is added to it, or to a
 * convolution, becomes part of that: a normalisation and its gradient are then a pass or two.
 */
export const affineMaps =
  (block: number) =>
  (node: Node, usedOnce: UsedOnce): Node => {
    const [, , height, width, last] = node.shape;
    if (node.shape.length !== 5 || last !== block || Number(height) * Number(width) === 1) return node;
    if (node.op === "Mul") return product(node, usedOnce) ?? node;
    if (node.op === "Add") return sum(node, usedOnce) ?? node;
    return (node.op === "Sub" ? difference(node, usedOnce) : undefined) ?? node;
  };

/** The whole image and the other value, where one of the two inputs is the same for all pixels, and more than a number. */
function perChannel({ inputs, shape }: Node): { x: Node; other: Node } | undefined {
  for (const [x, other] of [inputs, inputs.toReversed()] as [Node, Node][]) {
    if (sameShape(x.shape, shape) && isPerChannel(other, shape)) return { x, other };
  }
  return undefined;
}

const isNumber = ({ shape }: Node): boolean => sizeOf(shape) === 1;

function isPerChannel(value: Node, shape: readonly number[]): boolean {
  if (isNumber(value)) return false;
  const [, blocks, height, width, block] = padShape(value.shape, 5);
  return height === 1 && width === 1 && blocks === shape[1] && block === shape[4];
}

const one = fill(1, []);
const minusOne = fill(-1, []);

/** An affine map that nothing else uses, taken apart. */
function affineOf(node: Node, usedOnce: UsedOnce): (Addends & { x: Node; scale: Node }) | undefined {
  if (node.op !== "BlockedAffine" || !usedOnce(node)) return undefined;
  const [x, scale] = node.inputs as [Node, Node];
  return { x, scale, ...addendsOf(node) };
}

const plus = (a: Node | undefined, b: Node): Node => (a ? add(a, b) : b);

function product(node: NodeOf<"Mul">, usedOnce: UsedOnce): Node | undefined {
  const found = perChannel(node);
  if (!found) return undefined;
  const inner = affineOf(found.x, usedOnce);
  if (!inner || inner.sum) return blockedAffine(found.x, found.other);
  return blockedAffine(inner.x, mul(inner.scale, found.other), { bias: inner.bias && mul(inner.bias, found.other) });
}

function sum(node: NodeOf<"Add">, usedOnce: UsedOnce): Node | undefined {
  const found = perChannel(node);
  if (found) return withBias(found.x, found.other, usedOnce);
  for (const [x, other] of [node.inputs, node.inputs.toReversed()] as [Node, Node][]) {
    const result = isNumber(other) ? withNumber(x, other, usedOnce) : withSum(x, other, usedOnce);
    if (result) return result;
  }
  return undefined;
}

/** A bias of all images is a convolution's own. */
function withBias(x: Node, bias: Node, usedOnce: UsedOnce): Node {
  const inner = affineOf(x, usedOnce);
  if (inner) return blockedAffine(inner.x, inner.scale, { bias: plus(inner.bias, bias), sum: inner.sum });
  const [images] = padShape(bias.shape, 5);
  if (x.op === "BlockedConv" && !x.attrs.bias && images === 1 && usedOnce(x)) {
    return blockedConv(x.inputs[0]!, x.inputs[1]!, x.attrs, {
      ...addendsOf(x),
      bias: reshape(bias, [sizeOf(bias.shape)]),
    });
  }
  return blockedAffine(x, one, { bias });
}

/** `a - b + 1` is an affine map of b, plus a. */
function withNumber(x: Node, number: Node, usedOnce: UsedOnce): Node | undefined {
  const inner = affineOf(x, usedOnce);
  if (inner) return blockedAffine(inner.x, inner.scale, { bias: plus(inner.bias, number), sum: inner.sum });
  if (x.op !== "Sub" || !usedOnce(x) || !x.inputs.every(({ shape }) => sameShape(shape, x.shape))) return undefined;
  const [a, b] = x.inputs as [Node, Node];
  return blockedAffine(b, minusOne, { bias: number, sum: a });
}

function withSum(x: Node, other: Node, usedOnce: UsedOnce): Node | undefined {
  if (!sameShape(x.shape, other.shape)) return undefined;
  const inner = affineOf(x, usedOnce);
  if (inner && !inner.sum) return blockedAffine(inner.x, inner.scale, { bias: inner.bias, sum: other });
  if (x.op !== "BlockedConv" || x.attrs.sum || !usedOnce(x)) return undefined;
  return blockedConv(x.inputs[0]!, x.inputs[1]!, x.attrs, { ...addendsOf(x), sum: other });
}

function difference(node: NodeOf<"Sub">, usedOnce: UsedOnce): Node | undefined {
  const [a, b] = node.inputs as [Node, Node];
  if (sameShape(a.shape, node.shape) && isPerChannel(b, node.shape)) return withBias(a, neg(b), usedOnce);
  const isSum = sameShape(a.shape, b.shape);
  if (!isSum && !isPerChannel(a, node.shape)) return undefined;
  const inner = affineOf(b, usedOnce);
  if (inner && !inner.sum) {
    const bias = inner.bias && neg(inner.bias);
    const scale = neg(inner.scale);
    return isSum
      ? blockedAffine(inner.x, scale, { bias, sum: a })
      : blockedAffine(inner.x, scale, { bias: plus(bias, a) });
  }
  return isSum ? undefined : blockedAffine(b, minusOne, { bias: a });
}
