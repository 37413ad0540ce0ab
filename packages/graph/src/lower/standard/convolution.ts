import { sizeOf } from "@tweedie/core";
import type { AttrsOf } from "../../ir/node.ts";
import type { convolutionOps } from "../../ir/ops/convolution.ts";
import { padsOf, pixelIndex, type Window, windowPixels } from "../../ir/window.ts";
import type { Operand } from "../../onnx/writer.ts";
import { type Chunk, im2col, type PixelMatrix } from "./im2col.ts";
import type { Lowering, Lowerings } from "../lowering.ts";

/** ONNX's own convolution, between transposes to its layout NCHW and back. */
const conv: Lowering<AttrsOf<"Conv">> = (writer, inputs, window) => {
  const [x, filter, ...bias] = inputs as [Operand, Operand, ...Operand[]];
  const { strides, dilations } = window;
  const channelsFirst = writer.node("Transpose", [x], { perm: [0, 3, 1, 2] });
  const weights = writer.node("Transpose", [filter], { perm: [3, 2, 0, 1] });
  const attributes = { strides, dilations, pads: padsOf(window) };
  const convolved = writer.node("Conv", [channelsFirst, weights, ...bias], attributes);
  return writer.node("Transpose", [convolved], { perm: [0, 2, 3, 1] });
};

/** Filter gradient as a sum over chunks of products of two im2col matrices. `chunksOf` divides the batch. */
export const createFilterGradient =
  (
    chunksOf: (batch: number, matrices: readonly PixelMatrix[]) => readonly Chunk[],
  ): Lowering<AttrsOf<"ConvFilterGradient">> =>
  (writer, [x, dy], window, { shape }) => {
    const [kh, kw, channels, outputs] = shape as [number, number, number, number];
    const isDense = window.strides.every((stride) => stride === 1);
    const matrices = isDense ? rowAndColumnPatches(x!, dy!, window) : patchesAndOutputs(x!, dy!, window);
    const [left, right] = [im2col(writer, matrices[0]), im2col(writer, matrices[1])];
    const sum = chunksOf(x!.shape[0]!, matrices).reduce<string[]>(
      (sum, chunk) => [writer.node("Gemm", [left(chunk), right(chunk), ...sum], { transA: 1 })],
      [],
    )[0]!;
    if (!isDense) return writer.node("Reshape", [sum, writer.int64(shape)]);
    const tapsApart = writer.node("Reshape", [sum, writer.int64([kw, channels, kh, outputs])]);
    return writer.node("Transpose", [tapsApart], { perm: [2, 0, 1, 3] });
  };

/** A row for each window position: the patch of `x`, and the pixel of `dy`. */
function patchesAndOutputs(x: Operand, dy: Operand, window: Window): [PixelMatrix, PixelMatrix] {
  const rows = sizeOf(window.outputSize);
  return [
    { images: x, pixels: windowPixels(window), rows },
    { images: dy, pixels: Array.from({ length: rows }, (_, i) => i), rows },
  ];
}

/**
 * A row for each image row and horizontal window position: the `kw` pixels of `x` under the window there, and the `kh` pixels of
 * `dy` whose windows cover the row.
 *
 * Their products are the gradients of all taps. For 3x3 filters each value is written 3 times instead of 9, and the product is
 * closer to a square.
 */
function rowAndColumnPatches(
  x: Operand,
  dy: Operand,
  { imageSize, kernelSize, outputSize, dilations, padding }: Window,
): [PixelMatrix, PixelMatrix] {
  const [inputPixels, outputPixels]: [number[], number[]] = [[], []];
  for (let row = 0; row < imageSize[0]; row++) {
    for (let column = 0; column < outputSize[1]; column++) {
      for (let tap = 0; tap < kernelSize[1]; tap++) {
        inputPixels.push(pixelIndex(imageSize, row, column + tap * dilations[1] - padding[1]));
      }
      for (let tap = 0; tap < kernelSize[0]; tap++) {
        outputPixels.push(pixelIndex(outputSize, row - tap * dilations[0] + padding[0], column));
      }
    }
  }
  const rows = imageSize[0] * outputSize[1];
  return [
    { images: x, pixels: inputPixels, rows },
    { images: dy, pixels: outputPixels, rows },
  ];
}

export const convolutionLowerings: Lowerings<keyof typeof convolutionOps> = {
  Conv: conv,
  ConvFilterGradient: createFilterGradient((batch) => [{ begin: 0, end: batch }]),
};
