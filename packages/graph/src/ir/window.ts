/** A window that slides over an image: where it is, and what it sees. */
export interface Window {
  /** Extents of the image. */
  readonly image: readonly [number, number];
  /** Extents of the window. */
  readonly taps: readonly [number, number];
  /** Number of places of the window, down and across. */
  readonly places: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  /** Rows above and columns left of the image that the window begins on. */
  readonly before: readonly [number, number];
}

/** A window of one pixel at each pixel. */
export const pointwise = (image: readonly [number, number]): Window => ({
  ...{ image, places: image, taps: [1, 1], strides: [1, 1], dilations: [1, 1], before: [0, 0] },
});

/** The number of a pixel. Beyond the edges it is the pixel after the last. */
export function pixelAt([height, width]: readonly [number, number], row: number, column: number): number {
  const inside = row >= 0 && row < height && column >= 0 && column < width;
  return inside ? row * width + column : height * width;
}

/** For every place and tap, in this order, the pixel that is seen. */
export function seenPixels({ image, taps, places, strides, dilations, before }: Window): number[] {
  const pixels: number[] = [];
  for (let row = 0; row < places[0]; row++) {
    for (let column = 0; column < places[1]; column++) {
      for (let i = 0; i < taps[0]; i++) {
        for (let j = 0; j < taps[1]; j++) {
          const y = row * strides[0] - before[0] + i * dilations[0];
          pixels.push(pixelAt(image, y, column * strides[1] - before[1] + j * dilations[1]));
        }
      }
    }
  }
  return pixels;
}

/** Rows and columns beyond the edges that are seen, as ONNX has them: above, left, below, right. */
export function padsOf({ image, taps, places, strides, dilations, before }: Window): number[] {
  const after = image.map((extent, axis) => {
    const seen = (places[axis]! - 1) * strides[axis]! + dilations[axis]! * (taps[axis]! - 1) + 1;
    return Math.max(0, seen - before[axis]! - extent);
  });
  return [...before, ...after];
}
