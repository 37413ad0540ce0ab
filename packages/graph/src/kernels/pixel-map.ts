import { constant, fill, mul, pad, reduce, reshape } from "../ir/build.ts";
import { createNode, type Node } from "../ir/node.ts";

/** An input pixel and its weight in an output pixel. */
export interface WeightedPixel {
  readonly pixel: number;
  readonly weight: number;
}

/** A linear map of images that is the same for all channels: the weighted input pixels of each output pixel. */
export type PixelMap = readonly (readonly WeightedPixel[])[];

/** Transpose of a map of images with `pixels` pixels: it maps gradients of the output to gradients of the input. */
export function transposePixelMap(map: PixelMap, pixels: number): PixelMap {
  const transposed = Array.from({ length: pixels }, () => [] as WeightedPixel[]);
  for (const [to, sources] of map.entries()) {
    for (const { pixel, weight } of sources) transposed[pixel]!.push({ pixel: to, weight });
  }
  return transposed;
}

/** Gathers the given pixels for each output pixel: `[b, p, c] -> [b, map.length, taps, c]`, padded with `outside`. */
export function gatherPixels(x: Node, map: readonly (readonly number[])[], outside = 0): Node {
  const [, pixels] = x.shape as [number, number, number];
  const taps = Math.max(1, ...map.map((sources) => sources.length));
  const indices = map.flatMap((sources) => Array.from({ length: taps }, (_, tap) => sources[tap] ?? pixels));
  const padded = indices.includes(pixels) ? pad(x, [0, 0, 0], [0, 1, 0], outside) : x;
  return createNode("Gather", [padded, constant(indices, [map.length, taps], "int32")], { axis: 1 });
}

/** Applies a map to images: `[b, h, w, c] -> [b, ...size, c]`. */
export function applyPixelMap(x: Node, map: PixelMap, size: readonly [number, number]): Node {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const pixels = map.map((sources) => sources.map(({ pixel }) => pixel));
  const gathered = gatherPixels(reshape(x, [batch, height * width, channels]), pixels); // [b, p, taps, c]
  const taps = gathered.shape[2]!;
  const weights = map.flatMap((sources) => Array.from({ length: taps }, (_, tap) => sources[tap]?.weight ?? 0));
  const distinct = new Set(map.flatMap((sources) => sources.map(({ weight }) => weight)));
  const sumOfTaps = (terms: Node) => reshape(reduce("ReduceSum", terms, 2), [batch, ...size, channels]);
  // A common weight is applied after the sum, where it may merge with other factors.
  return distinct.size === 1
    ? mul(sumOfTaps(gathered), fill([...distinct][0]!, []))
    : sumOfTaps(mul(gathered, constant(weights, [map.length, taps, 1])));
}
