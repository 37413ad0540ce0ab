import { add, concat, fill, pad, reshape, sliceAxis, slice, transpose } from "../../ir/build.ts";
import { blockedConv, blockedFilter, fromBlocks, planesFilter, toBlocks } from "../../ir/build-blocks.ts";
import type { Node } from "../../ir/node.ts";
import { pointwise, type Window } from "../../ir/window.ts";

/** A convolution of images with fewer channels than a block has: these are taken one behind the other, `[b, c, h, w]`. */
export const fromFewChannels = (x: Node, filter: Node, window: Window, block: number): Node =>
  fromBlocks(blockedConv(transpose(x, [0, 3, 1, 2]), planesFilter(filter, block), { ...window, block }));

/**
 * A convolution to few channels: what each tap makes of each pixel, in one product, and then the sum of what the window sees of that.
 *
 * A convolution in blocks would make fifteen channels of zeros beside one.
 */
export function toFewChannels(x: Node, filter: Node, window: Window, block: number): Node {
  const [kh, kw, channels, outputs] = filter.shape as [number, number, number, number];
  const { places, dilations, before, image } = window;
  const terms = kh * kw * outputs;
  const matrix = reshape(transpose(filter, [2, 0, 1, 3]), [1, 1, channels, terms]);
  const missing = Math.ceil(terms / block) * block - terms;
  const whole = missing > 0 ? concat([matrix, fill(0, [1, 1, channels, missing])], 3) : matrix;
  const each = blockedConv(toBlocks(x, block), blockedFilter(whole, block), { ...pointwise(image), block });
  const planes = sliceAxis(transpose(fromBlocks(each), [0, 3, 1, 2]), 1, 0, terms); // [b, kh kw n, h, w]
  const after = places.map((extent, i) => extent + dilations[i]! * ([kh, kw][i]! - 1) - image[i]! - before[i]!);
  const padded = pad(planes, [0, 0, ...before], [0, 0, ...after.map((rows) => Math.max(0, rows))]);
  const seen = Array.from({ length: kh * kw }, (_, tap) => {
    const [row, column] = [Math.floor(tap / kw) * dilations[0], (tap % kw) * dilations[1]];
    return slice(padded, [0, tap * outputs, row, column], [x.shape[0]!, outputs, ...places]);
  });
  return transpose(seen.reduce((sum, term) => add(sum, term)), [0, 2, 3, 1]); // prettier-ignore
}
