import { sizeOf } from "@tweedie/core";
import type { AttrsOf } from "../../ir/node.ts";
import type { convolutionOps } from "../../ir/ops/convolution.ts";
import { windowPixels } from "../../ir/window.ts";
import type { Operand } from "../../onnx/writer.ts";
import type { Lowering, Lowerings } from "../lowering.ts";
import { createFilterGradient } from "../standard/convolution.ts";
import { im2col, type PixelMatrix } from "../standard/im2col.ts";
import { chunksOf } from "./chunks.ts";

/** Convolution as matrix products with the im2col matrix of `x`. */
const conv: Lowering<AttrsOf<"Conv">> = (writer, inputs, window, { shape }) => {
  const [x, filter, ...bias] = inputs as [Operand, Operand, ...Operand[]];
  const channels = filter.shape[3]!;
  const weights = writer.reshape(filter, [sizeOf(filter.shape) / channels, channels]);
  const patches: PixelMatrix = { images: x, pixels: windowPixels(window), rows: sizeOf(window.outputSize) };
  const columns = im2col(writer, patches);
  const products = chunksOf(x.shape[0]!, [patches]).map((chunk) =>
    writer.node("Gemm", [columns(chunk), weights, ...bias]),
  );
  const rows = products.length === 1 ? products[0]! : writer.node("Concat", products, { axis: 0 });
  return writer.node("Reshape", [rows, writer.int64(shape)]);
};

export const convolutionLowerings: Lowerings<keyof typeof convolutionOps> = {
  Conv: conv,
  ConvFilterGradient: createFilterGradient(chunksOf),
};
