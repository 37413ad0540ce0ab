import { sizeOf } from "@tweedie/core";
import { reshape, transpose } from "../../../ir/build.ts";
import { blockedConv, blockedFilter, fromBlocks, toBlocks } from "../../../ir/build-blocked.ts";
import type { Node, NodeOf } from "../../../ir/node.ts";
import { sameShape } from "../../../ir/tensor-type.ts";
import { pointwiseWindow } from "../../../ir/window.ts";
import { inputOf } from "../../rewriting/patterns.ts";
import type { Rule } from "../../rewriting/rule.ts";
import { convFromFewChannels, convToFewChannels } from "./few-channel-convolutions.ts";
import { depthToSpace, matchDepthToSpace, matchSpaceToDepth, spaceToDepthFilter } from "./space-to-depth.ts";

/**
 * Replaces convolutions by blocked ones between layout conversions, and matrix products on the pixels or patches of blocked
 * images by blocked convolutions: `conv(x) -> fromBlocks(blockedConv(toBlocks(x)))`, if all channels fill whole blocks.
 */
export const assignBlockedLayout =
  (block: number): Rule =>
  (node) =>
    blockedForm(node, block) ?? node;

function blockedForm(node: Node, block: number): Node | undefined {
  if (node.op === "Conv") return convolution(node, block);
  if (node.op === "MatMul") return patchProduct(node, block);
  return node.op === "Reshape" ? (pixelProduct(node, block) ?? pixelsToSpace(node, block)) : undefined;
}

/** True if the input and output channels of a filter fill whole blocks. */
const fillsBlocks = (filter: Node, block: number): boolean =>
  filter.shape.slice(-2).every((extent) => extent % block === 0);

function convolution({ inputs, attrs }: NodeOf<"Conv">, block: number): Node | undefined {
  const [x, filter] = inputs as [Node, Node];
  if (fillsBlocks(filter, block)) {
    return fromBlocks(blockedConv(toBlocks(x, block), blockedFilter(filter, block), { ...attrs, block }));
  }
  const [, , channels, outputs] = filter.shape as [number, number, number, number];
  if (channels < block && outputs % block === 0) return convFromFewChannels(x, filter, attrs, block);
  const isDense = attrs.strides.every((stride) => stride === 1);
  return outputs < block && channels % block === 0 && isDense ? convToFewChannels(x, filter, attrs, block) : undefined;
}

/** `reshape([b h w, c] W + b)` to images, on the pixels of blocked images: a 1x1 convolution. */
function pixelProduct({ inputs: [result], shape }: NodeOf<"Reshape">, block: number): Node | undefined {
  const { product, bias } = withoutBias(result!);
  const image = product.op === "MatMul" ? productAsConv(product, block, bias) : undefined;
  return image && sameShape(image.shape, shape) ? image : undefined;
}

/** `[b h w, side^2 c] W`, on the patches of blocked images: a convolution with kernel and strides `side`. */
function patchProduct(product: NodeOf<"MatMul">, block: number): Node | undefined {
  const image = matchSpaceToDepth(product.inputs[0]!) && productAsConv(product, block);
  return image && reshape(image, product.shape);
}

/** A product of the pixels or patches of blocked images as a convolution. */
function productAsConv({ inputs, attrs }: NodeOf<"MatMul">, block: number, bias?: Node): Node | undefined {
  const [rows, weights, ...rest] = inputs as [Node, Node, ...Node[]];
  const isPlain = rest.length === 0 && attrs.alpha === 1 && !attrs.transposeA;
  if (!isPlain || rows.op !== "Reshape" || weights.shape.length !== 2) return undefined;
  const { image: x, side } = matchSpaceToDepth(rows) ?? { image: rows.inputs[0]!, side: 1 };
  const blocked = inputOf(x, "FromBlocks");
  if (!blocked) return undefined;
  const matrix = attrs.transposeB ? transpose(weights, [1, 0]) : weights;
  const [, height, width, channels] = x.shape as [number, number, number, number];
  if (matrix.shape[0] !== side * side * channels) return undefined;
  const filter = spaceToDepthFilter(matrix, side);
  if (!fillsBlocks(filter, block)) return undefined;
  const window = {
    ...pointwiseWindow([height, width]),
    outputSize: [height / side, width / side],
    kernelSize: [side, side],
    strides: [side, side],
  } as const;
  return fromBlocks(blockedConv(blocked, blockedFilter(filter, block), { ...window, block }, { bias }));
}

/** Blocked images, or a product on their pixels, whose channels become squares of pixels of larger images. */
function pixelsToSpace(node: NodeOf<"Reshape">, block: number): Node | undefined {
  const found = matchDepthToSpace(node);
  if (!found) return undefined;
  const { pixels, side } = found;
  const image = pixels.op === "Reshape" ? pixelProduct(pixels, block) : pixels;
  return image?.op === "FromBlocks" ? depthToSpace(image.inputs[0]!, side) : undefined;
}

/** The product and bias of `a b + bias`; any other value is returned as the product. */
function withoutBias(result: Node): { readonly product: Node; readonly bias?: Node } {
  const [a, b] = result.inputs as [Node, Node];
  const isBiased = result.op === "Add" && a.op === "MatMul" && sizeOf(b.shape) === result.shape.at(-1);
  return isBiased ? { product: a, bias: reshape(b, [sizeOf(b.shape)]) } : { product: result };
}
