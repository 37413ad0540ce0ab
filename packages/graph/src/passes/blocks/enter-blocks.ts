import { sizeOf } from "@tweedie/core";
import { reshape, transpose } from "../../ir/build.ts";
import { blockedConv, blockedFilter, fromBlocks, toBlocks } from "../../ir/build-blocks.ts";
import type { Node, NodeOf } from "../../ir/node.ts";
import { sameShape } from "../../ir/tensor-type.ts";
import { pointwise } from "../../ir/window.ts";
import { fromFewChannels, toFewChannels } from "./few-channels.ts";
import { patchFilter, fromPatches, patchesIn, pixelsOf } from "./patches.ts";
import type { Rule } from "../settle.ts";

/** Convolutions whose channels come in whole blocks are done in blocks, and so are products of the pixels of images that are. */
export const enterBlocks =
  (block: number): Rule =>
  (node) =>
    entered(node, block) ?? node;

function entered(node: Node, block: number): Node | undefined {
  if (node.op === "Conv") return convolution(node, block);
  if (node.op === "MatMul") return ofPatches(node, block);
  return node.op === "Reshape" ? (ofPixels(node, block) ?? intoPixels(node, block)) : undefined;
}

const fits = (filter: Node, block: number): boolean => filter.shape.slice(-2).every((extent) => extent % block === 0);

function convolution({ inputs, attrs }: NodeOf<"Conv">, block: number): Node | undefined {
  const [x, filter] = inputs as [Node, Node];
  if (fits(filter, block)) {
    return fromBlocks(blockedConv(toBlocks(x, block), blockedFilter(filter, block), { ...attrs, block }));
  }
  const [, , channels, outputs] = filter.shape as [number, number, number, number];
  if (channels < block && outputs % block === 0) return fromFewChannels(x, filter, attrs, block);
  const isDense = attrs.strides.every((stride) => stride === 1);
  return outputs < block && channels % block === 0 && isDense ? toFewChannels(x, filter, attrs, block) : undefined;
}

/** `[b h w, c] W`, and a bias, where the pixels come from blocks and go on as images. */
function ofPixels({ inputs: [result], shape }: NodeOf<"Reshape">, block: number): Node | undefined {
  const { product, bias } = apart(result!);
  const image = product.op === "MatMul" ? convolved(product, block, bias) : undefined;
  return image && sameShape(image.shape, shape) ? image : undefined;
}

/** `[b h w, side² c] W` of patches of images that come from blocks, which would have to be written out for it. */
function ofPatches(product: NodeOf<"MatMul">, block: number): Node | undefined {
  const image = patchesIn(product.inputs[0]!) && convolved(product, block);
  return image && reshape(image, product.shape);
}

/** A product of pixels, or of patches, that come from blocks: as images. */
function convolved({ inputs, attrs }: NodeOf<"MatMul">, block: number, bias?: Node): Node | undefined {
  const [rows, weights, ...rest] = inputs as [Node, Node, ...Node[]];
  const isPlain = rest.length === 0 && attrs.alpha === 1 && !attrs.transposeA;
  if (!isPlain || rows.op !== "Reshape" || weights.shape.length !== 2) return undefined;
  const { image: x, side } = patchesIn(rows) ?? { image: rows.inputs[0]!, side: 1 };
  if (x.op !== "FromBlocks") return undefined;
  const matrix = attrs.transposeB ? transpose(weights, [1, 0]) : weights;
  const [, height, width, channels] = x.shape as [number, number, number, number];
  if (matrix.shape[0] !== side * side * channels) return undefined;
  const filter = patchFilter(matrix, side);
  if (!fits(filter, block)) return undefined;
  const image = [height, width] as const;
  const patches = { image, places: [height / side, width / side], taps: [side, side], strides: [side, side] } as const;
  return fromBlocks(blockedConv(x.inputs[0]!, blockedFilter(filter, block), { ...pointwise(image), ...patches, block }, { bias })); // prettier-ignore
}

/** Pixels that come from blocks, or from a product of what does, as patches of larger images. */
function intoPixels(node: NodeOf<"Reshape">, block: number): Node | undefined {
  const found = pixelsOf(node);
  if (!found) return undefined;
  const { pixels, side } = found;
  const image = pixels.op === "Reshape" ? ofPixels(pixels, block) : pixels;
  return image?.op === "FromBlocks" ? fromPatches(image.inputs[0]!, side) : undefined;
}

/** A product of matrices, and what is added to each of its rows. */
function apart(result: Node): { product: Node; bias?: Node } {
  const [a, b] = result.inputs as [Node, Node];
  const isRow = result.op === "Add" && a.op === "MatMul" && sizeOf(b.shape) === result.shape.at(-1);
  return isRow ? { product: a, bias: reshape(b, [sizeOf(b.shape)]) } : { product: result };
}
