import { sizeOf } from "@tweedie/core";
import { add, fill, mul, neg, reshape } from "../../../ir/build.ts";
import { type Addends, addendsOf, blockedAffine, blockedConv } from "../../../ir/build-blocked.ts";
import type { Node, NodeOf } from "../../../ir/node.ts";
import { padShape, sameShape } from "../../../ir/tensor-type.ts";
import type { HasOneUse } from "../../rewriting/one-use.ts";
import { operandOrders } from "../../rewriting/patterns.ts";

/**
 * Fuses products and sums of blocked images `x` with values `s`, `t` per channel into one affine map, and the sum with another
 * image `y` into that map or into the convolution before it: `x s + t + y -> BlockedAffine(x, s; bias = t, sum = y)`.
 *
 * A normalisation is then one pass over memory, and its gradient two.
 */
export const fuseChannelAffine =
  (block: number) =>
  (node: Node, hasOneUse: HasOneUse): Node => {
    const [, , height, width, last] = node.shape;
    if (node.shape.length !== 5 || last !== block || Number(height) * Number(width) === 1) return node;
    if (node.op === "Mul") return fuseProduct(node, hasOneUse) ?? node;
    if (node.op === "Add") return fuseSum(node, hasOneUse) ?? node;
    return (node.op === "Sub" ? fuseDifference(node, hasOneUse) : undefined) ?? node;
  };

/** The image and the value per channel, if the inputs are one of each. */
function matchPerChannel(node: Node): { readonly x: Node; readonly value: Node } | undefined {
  for (const [x, value] of operandOrders(node)) {
    if (sameShape(x.shape, node.shape) && isPerChannel(value, node.shape)) return { x, value };
  }
  return undefined;
}

const isScalar = ({ shape }: Node): boolean => sizeOf(shape) === 1;

/** True if a value, not a scalar, is the same for all pixels. */
function isPerChannel(value: Node, shape: readonly number[]): boolean {
  if (isScalar(value)) return false;
  const [, blocks, height, width, block] = padShape(value.shape, 5);
  return height === 1 && width === 1 && blocks === shape[1] && block === shape[4];
}

const one = fill(1, []);
const minusOne = fill(-1, []);

/** The parts of an affine map that has no other use. */
function matchAffine(node: Node, hasOneUse: HasOneUse): (Addends & { x: Node; scale: Node }) | undefined {
  if (node.op !== "BlockedAffine" || !hasOneUse(node)) return undefined;
  const [x, scale] = node.inputs as [Node, Node];
  return { x, scale, ...addendsOf(node) };
}

const plus = (a: Node | undefined, b: Node): Node => (a ? add(a, b) : b);

/** `x s`, and `(x s + t) u -> x (s u) + t u`. */
function fuseProduct(node: NodeOf<"Mul">, hasOneUse: HasOneUse): Node | undefined {
  const found = matchPerChannel(node);
  if (!found) return undefined;
  const { x, value } = found;
  const inner = matchAffine(x, hasOneUse);
  if (!inner || inner.sum) return blockedAffine(x, value);
  return blockedAffine(inner.x, mul(inner.scale, value), { bias: inner.bias && mul(inner.bias, value) });
}

function fuseSum(node: NodeOf<"Add">, hasOneUse: HasOneUse): Node | undefined {
  const found = matchPerChannel(node);
  if (found) return fuseBias(found.x, found.value, hasOneUse);
  for (const [x, other] of operandOrders(node)) {
    const result = isScalar(other) ? fuseScalar(x, other, hasOneUse) : fuseImage(x, other, hasOneUse);
    if (result) return result;
  }
  return undefined;
}

/** `x + t` with a value per channel. A convolution takes it as its bias if it is the same for all images. */
function fuseBias(x: Node, bias: Node, hasOneUse: HasOneUse): Node {
  const inner = matchAffine(x, hasOneUse);
  if (inner) return blockedAffine(inner.x, inner.scale, { bias: plus(inner.bias, bias), sum: inner.sum });
  const [images] = padShape(bias.shape, 5);
  if (x.op === "BlockedConv" && !x.attrs.bias && images === 1 && hasOneUse(x)) {
    return blockedConv(x.inputs[0]!, x.inputs[1]!, x.attrs, {
      ...addendsOf(x),
      bias: reshape(bias, [sizeOf(bias.shape)]),
    });
  }
  return blockedAffine(x, one, { bias });
}

/** `x s + c`, and `a - b + c -> (-1) b + c + a`, with a scalar `c`. */
function fuseScalar(x: Node, scalar: Node, hasOneUse: HasOneUse): Node | undefined {
  const inner = matchAffine(x, hasOneUse);
  if (inner) return blockedAffine(inner.x, inner.scale, { bias: plus(inner.bias, scalar), sum: inner.sum });
  if (x.op !== "Sub" || !hasOneUse(x) || !x.inputs.every(({ shape }) => sameShape(shape, x.shape))) return undefined;
  const [a, b] = x.inputs as [Node, Node];
  return blockedAffine(b, minusOne, { bias: scalar, sum: a });
}

/** `(x s + t) + y` and `conv(x) + y` with another image `y`. */
function fuseImage(x: Node, image: Node, hasOneUse: HasOneUse): Node | undefined {
  if (!sameShape(x.shape, image.shape)) return undefined;
  const inner = matchAffine(x, hasOneUse);
  if (inner && !inner.sum) return blockedAffine(inner.x, inner.scale, { bias: inner.bias, sum: image });
  if (x.op !== "BlockedConv" || x.attrs.sum || !hasOneUse(x)) return undefined;
  return blockedConv(x.inputs[0]!, x.inputs[1]!, x.attrs, { ...addendsOf(x), sum: image });
}

/** `x - t`, and `y - (x s + t) -> x (-s) - t + y` with a value per channel or an image `y`. */
function fuseDifference(node: NodeOf<"Sub">, hasOneUse: HasOneUse): Node | undefined {
  const [a, b] = node.inputs as [Node, Node];
  if (sameShape(a.shape, node.shape) && isPerChannel(b, node.shape)) return fuseBias(a, neg(b), hasOneUse);
  const isImage = sameShape(a.shape, b.shape);
  if (!isImage && !isPerChannel(a, node.shape)) return undefined;
  const inner = matchAffine(b, hasOneUse);
  if (inner && !inner.sum) {
    const bias = inner.bias && neg(inner.bias);
    const scale = neg(inner.scale);
    return isImage
      ? blockedAffine(inner.x, scale, { bias, sum: a })
      : blockedAffine(inner.x, scale, { bias: plus(bias, a) });
  }
  return isImage ? undefined : blockedAffine(b, minusOne, { bias: a });
}
