import { sizeOf } from "@tweedie/core";
import { reshape, transpose } from "../../ir/build.ts";
import { blockedConv, blockedFilter, fromBlocks, toBlocks } from "../../ir/build-blocks.ts";
import type { Node, NodeOf } from "../../ir/node.ts";
import { sameShape } from "../../ir/tensor-type.ts";
import { pointwise } from "../../ir/window.ts";
import { fromFewChannels, toFewChannels } from "./few-channels.ts";
import type { Rule } from "../settle.ts";

/** Convolutions whose channels come in whole blocks are done in blocks, and so are products of the pixels of images that are. */
export const enterBlocks =
  (block: number): Rule =>
  (node) => {
    if (node.op === "Conv") return convolution(node, block) ?? node;
    return (node.op === "Reshape" && ofPixels(node, block)) || node;
  };

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
  if (product?.op !== "MatMul" || product.inputs.length !== 2 || product.attrs.alpha !== 1) return undefined;
  const [rows, weights] = product.inputs as [Node, Node];
  const x = rows.op === "Reshape" && !product.attrs.transposeA ? rows.inputs[0]! : undefined;
  if (x?.op !== "FromBlocks" || weights.shape.length !== 2) return undefined;
  const matrix = product.attrs.transposeB ? transpose(weights, [1, 0]) : weights;
  const [channels, outputs] = matrix.shape as [number, number];
  const [b, height, width] = x.shape as [number, number, number];
  const isSame = x.shape[3] === channels && sameShape(shape, [b, height, width, outputs]);
  if (!isSame || !fits(matrix, block)) return undefined;
  const filter = reshape(matrix, [1, 1, channels, outputs]);
  const window = { ...pointwise([height, width]), block };
  return fromBlocks(blockedConv(x.inputs[0]!, blockedFilter(filter, block), window, { bias }));
}

/** A product of matrices, and what is added to each of its rows. */
function apart(result: Node): { product: Node; bias?: Node } {
  const [a, b] = result.inputs as [Node, Node];
  const isRow = result.op === "Add" && a.op === "MatMul" && sizeOf(b.shape) === result.shape.at(-1);
  return isRow ? { product: a, bias: reshape(b, [sizeOf(b.shape)]) } : { product: result };
}
