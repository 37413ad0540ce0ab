import { fill, mul } from "../../ir/build.ts";
import { make, type Node } from "../../ir/node.ts";
import { sameShape } from "../../ir/tensor-type.ts";
import type { UsedOnce } from "../uses.ts";

/** Sums over the pixels of products of images, which a normalisation and its gradient are full of, become one pass. */
export const dotsOverPixels =
  (block: number) =>
  (node: Node, usedOnce: UsedOnce): Node => {
    if (node.op !== "ReduceSum" && node.op !== "ReduceMean") return node;
    const [product] = node.inputs as [Node];
    const { axes } = node.attrs;
    const [, , height, width, last] = product.shape as [number, number, number, number, number];
    const isOverPixels = product.shape.length === 5 && last === block && axes.length === 2 && axes[0] === 2 && axes[1] === 3; // prettier-ignore
    if (!isOverPixels || product.op !== "Mul" || !usedOnce(product)) return node;
    const [a, b] = product.inputs as [Node, Node];
    if (![a, b].every(({ shape }) => sameShape(shape, product.shape))) return node;
    const dot = make("BlockedDot", [a, b], {});
    return node.op === "ReduceSum" ? dot : mul(dot, fill(1 / (height * width), []));
  };
