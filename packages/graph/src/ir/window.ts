type Pair = readonly [number, number];

/** Geometry of a 2-D convolution or pooling: a window that slides over an image. Pairs are (vertical, horizontal). */
export interface Window {
  readonly imageSize: Pair;
  readonly kernelSize: Pair;
  /** Number of window positions. */
  readonly outputSize: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  /** Rows above and columns left of the image where the first window begins. */
  readonly padding: Pair;
}

/** Window of a 1x1 convolution with stride 1. */
export const pointwiseWindow = (imageSize: Pair): Window => ({
  imageSize,
  outputSize: imageSize,
  kernelSize: [1, 1],
  strides: [1, 1],
  dilations: [1, 1],
  padding: [0, 0],
});

/** Index of a pixel in row-major order, or the number of pixels for a position outside the image. */
export function pixelIndex([height, width]: Pair, row: number, column: number): number {
  const inside = row >= 0 && row < height && column >= 0 && column < width;
  return inside ? row * width + column : height * width;
}

/** Pixel under each kernel tap of each window position, in the order `[outputs, taps]`. */
export function windowPixels({ imageSize, kernelSize, outputSize, strides, dilations, padding }: Window): number[] {
  const pixels: number[] = [];
  for (let row = 0; row < outputSize[0]; row++) {
    for (let column = 0; column < outputSize[1]; column++) {
      for (let i = 0; i < kernelSize[0]; i++) {
        for (let j = 0; j < kernelSize[1]; j++) {
          const y = row * strides[0] - padding[0] + i * dilations[0];
          pixels.push(pixelIndex(imageSize, y, column * strides[1] - padding[1] + j * dilations[1]));
        }
      }
    }
  }
  return pixels;
}

/** Padding in the order of ONNX's attribute `pads`: top, left, bottom, right. */
export function padsOf({ imageSize, kernelSize, outputSize, strides, dilations, padding }: Window): number[] {
  const after = imageSize.map((extent, axis) => {
    const covered = (outputSize[axis]! - 1) * strides[axis]! + dilations[axis]! * (kernelSize[axis]! - 1) + 1;
    return Math.max(0, covered - padding[axis]! - extent);
  });
  return [...padding, ...after];
}
