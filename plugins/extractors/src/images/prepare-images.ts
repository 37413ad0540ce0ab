import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { tf } from "@tweedie/core";

/** Positions of pixel centres in bilinear resizing: at half-integers (PyTorch, TensorFlow 2), or at integers (TensorFlow 1). */
export const resizings = ["half-pixel", "top-left"] as const;

/** Form of the images that a network receives. */
export interface Preparation {
  /** Pixels a side. */
  readonly size: number;
  readonly channels: number;
  readonly layout: "nchw" | "nhwc";
  /** Values of black and white. */
  readonly range: readonly [black: number, white: number];
  readonly resize: (typeof resizings)[number];
  /** True if pixels are clamped and rounded to 8 bits before they are resized. */
  readonly quantize: boolean;
}

/** Converts images in [-1, 1], `[b, height, width, 1 or channels]`, to the input of a network. */
export function prepareImages(x: Tensor, { size, channels, layout, range, resize, quantize }: Preparation): Tensor {
  const [black, white] = range;
  const pixels = quantize ? to8Bits(x) : x;
  const isResized = x.shape[1] !== size || x.shape[2] !== size;
  const resized = isResized
    ? tf.image.resizeBilinear(pixels as Tensor4D, [size, size], false, resize === "half-pixel")
    : pixels;
  const coloured = x.shape[3] === channels ? resized : resized.tile([1, 1, 1, channels]);
  const scaled = quantize
    ? coloured.mul((white - black) / 255).add(black)
    : coloured
        .add(1)
        .mul((white - black) / 2)
        .add(black); // [b, size, size, channels]
  return layout === "nhwc" ? scaled : scaled.transpose([0, 3, 1, 2]);
}

/** Integers from 0 to 255: clamped, halves rounded up, as EDM and torchvision save images. */
const to8Bits = (x: Tensor): Tensor => x.mul(127.5).add(128).floor().clipByValue(0, 255);
