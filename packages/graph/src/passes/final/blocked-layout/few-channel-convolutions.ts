import { add, concat, fill, pad, reshape, slice, sliceAxis, transpose } from "../../../ir/build.ts";
import { blockedConv, blockedFilter, fromBlocks, planesFilter, toBlocks } from "../../../ir/build-blocked.ts";
import type { Node } from "../../../ir/node.ts";
import { pointwiseWindow, type Window } from "../../../ir/window.ts";

/** Convolution of images with fewer channels than a block. ONNX Runtime reads them as `[b, c, h, w]`, without a conversion. */
export const convFromFewChannels = (x: Node, filter: Node, window: Window, block: number): Node =>
  fromBlocks(blockedConv(transpose(x, [0, 3, 1, 2]), planesFilter(filter, block), { ...window, block }));

/**
 * Convolution to fewer channels than a block: one 1x1 convolution computes the products of each pixel with all
 * `kh kw n` filter values, and the output is the sum of their `kh kw` shifted images.
 *
 * A blocked convolution would compute a whole block of output channels, most of them from zero filters.
 */
export function convToFewChannels(x: Node, filter: Node, window: Window, block: number): Node {
  const [kh, kw, channels, outputs] = filter.shape as [number, number, number, number];
  const { outputSize, dilations, padding, imageSize } = window;
  const terms = kh * kw * outputs;
  const matrix = reshape(transpose(filter, [2, 0, 1, 3]), [1, 1, channels, terms]);
  const missing = Math.ceil(terms / block) * block - terms;
  const whole = missing > 0 ? concat([matrix, fill(0, [1, 1, channels, missing])], 3) : matrix;
  const products = blockedConv(toBlocks(x, block), blockedFilter(whole, block), {
    ...pointwiseWindow(imageSize),
    block,
  });
  const planes = sliceAxis(transpose(fromBlocks(products), [0, 3, 1, 2]), 1, 0, terms); // [b, kh kw n, h, w]
  const after = outputSize.map(
    (extent, i) => extent + dilations[i]! * ([kh, kw][i]! - 1) - imageSize[i]! - padding[i]!,
  );
  const padded = pad(planes, [0, 0, ...padding], [0, 0, ...after.map((rows) => Math.max(0, rows))]);
  const shifted = Array.from({ length: kh * kw }, (_, tap) => {
    const [row, column] = [Math.floor(tap / kw) * dilations[0], (tap % kw) * dilations[1]];
    return slice(padded, [0, tap * outputs, row, column], [x.shape[0]!, outputs, ...outputSize]);
  });
  return transpose(shifted.reduce((sum, term) => add(sum, term)), [0, 2, 3, 1]); // prettier-ignore
}
