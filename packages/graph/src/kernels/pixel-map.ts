import { constant, fill, mul, pad, reduce, reshape } from "../ir/build.ts";
import { make, type Node } from "../ir/node.ts";

/** A pixel of the input, and how much of it comes into a pixel of the output. */
export interface Share {
  readonly pixel: number;
  readonly weight: number;
}

/** A linear map of images that treats all channels alike: for each pixel of the output its shares of the input. */
export type PixelMap = readonly (readonly Share[])[];

/** The map that takes gradients back: each pixel of the input has its shares of the output. */
export function transposeMap(map: PixelMap, pixels: number): PixelMap {
  const transposed = Array.from({ length: pixels }, () => [] as Share[]);
  for (const [to, shares] of map.entries()) {
    for (const { pixel, weight } of shares) transposed[pixel]!.push({ pixel: to, weight });
  }
  return transposed;
}

/** What is looked up for each pixel: `[b, p, c] -> [b, map.length, taps, c]`, zero (or `outside`) where there is nothing. */
export function lookUp(x: Node, map: readonly (readonly number[])[], outside = 0): Node {
  const [, pixels] = x.shape as [number, number, number];
  const taps = Math.max(1, ...map.map((places) => places.length));
  const places = map.flatMap((row) => Array.from({ length: taps }, (_, tap) => row[tap] ?? pixels));
  const padded = places.includes(pixels) ? pad(x, [0, 0, 0], [0, 1, 0], outside) : x;
  return make("Gather", [padded, constant(places, [map.length, taps], "int32")], { axis: 1 });
}

/** Applies a map to images `[b, h, w, c]`: `[b, ...size, c]`. */
export function applyMap(x: Node, map: PixelMap, size: readonly [number, number]): Node {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const pixels = map.map((shares) => shares.map(({ pixel }) => pixel));
  const seen = lookUp(reshape(x, [batch, height * width, channels]), pixels); // [b, p, taps, c]
  const taps = seen.shape[2]!;
  const weights = map.flatMap((shares) => Array.from({ length: taps }, (_, tap) => shares[tap]?.weight ?? 0));
  const used = new Set(map.flatMap((shares) => shares.map(({ weight }) => weight)));
  const summed = (terms: Node) => reshape(reduce("ReduceSum", terms, 2), [batch, ...size, channels]);
  // One weight for all is multiplied in the end, where it may meet others.
  return used.size === 1
    ? mul(summed(seen), fill([...used][0]!, []))
    : summed(mul(seen, constant(weights, [map.length, taps, 1])));
}
