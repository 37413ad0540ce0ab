import { fill, mul } from "../../../ir/build.ts";
import { createNode, type Node } from "../../../ir/node.ts";
import { sameShape } from "../../../ir/tensor-type.ts";
import type { HasOneUse } from "../../rewriting/one-use.ts";

/**
 * Fuses a sum or mean of products over the pixels of blocked images, `Σ a b -> BlockedDot(a, b)`: one pass that reads both
 * images and writes one number per channel. Normalisations and their gradients contain many of them.
 */
export const fusePixelDots =
  (block: number) =>
  (node: Node, hasOneUse: HasOneUse): Node => {
    if (node.op !== "ReduceSum" && node.op !== "ReduceMean") return node;
    const [product] = node.inputs as [Node];
    const { axes } = node.attrs;
    const [, , height, width, last] = product.shape as [number, number, number, number, number];
    const isOverPixels = product.shape.length === 5 && last === block && axes.length === 2 && axes[0] === 2 && axes[1] === 3; // prettier-ignore
    if (!isOverPixels || product.op !== "Mul" || !hasOneUse(product)) return node;
    const [a, b] = product.inputs as [Node, Node];
    if (![a, b].every(({ shape }) => sameShape(shape, product.shape))) return node;
    const dot = createNode("BlockedDot", [a, b], {});
    return node.op === "ReduceSum" ? dot : mul(dot, fill(1 / (height * width), []));
  };
