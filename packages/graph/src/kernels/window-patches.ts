import { sizeOf } from "@tweedie/core";
import { reduce, reshape } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { type Window, windowPixels } from "../ir/window.ts";
import { gatherPixels } from "./pixel-map.ts";

/** Patch under each window position: `[b, h, w, c] -> [b, outputs, taps, c]`, padded with `outside`. */
export function unfoldPatches(x: Node, window: Window, outside = 0): Node {
  const pixels = windowPixels(window);
  const taps = sizeOf(window.kernelSize);
  const patches = Array.from({ length: sizeOf(window.outputSize) }, (_, i) => pixels.slice(i * taps, (i + 1) * taps));
  return gatherPixels(reshape(x, [x.shape[0]!, sizeOf(window.imageSize), x.shape[3]!]), patches, outside);
}

/** Transpose of `unfoldPatches`: sums patches, in the order `[b, outputs, taps, c]`, at the pixels that they cover: `[b, h, w, c]`. */
export function foldPatches(patches: Node, window: Window, channels: number): Node {
  const values = sizeOf(window.outputSize) * sizeOf(window.kernelSize);
  const batch = sizeOf(patches.shape) / (values * channels);
  const perPixel = gatherPixels(reshape(patches, [batch, values, channels]), patchValuesOfPixels(window));
  return reshape(reduce("ReduceSum", perPixel, 2), [batch, ...window.imageSize, channels]);
}

/** Indices of the (window position, tap) pairs that cover each pixel. */
function patchValuesOfPixels(window: Window): number[][] {
  const indices = Array.from({ length: sizeOf(window.imageSize) + 1 }, () => [] as number[]);
  for (const [index, pixel] of windowPixels(window).entries()) indices[pixel]!.push(index);
  return indices.slice(0, -1);
}
