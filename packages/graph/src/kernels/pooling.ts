import type { AvgPoolAttrs, AvgPoolGradAttrs, MaxPoolAttrs, MaxPoolGradAttrs } from "@tensorflow/tfjs-core";
import { sizeOf, tf } from "@tweedie/core";
import { and, cast, equal, mul, reduce, reshape } from "../ir/build.ts";
import { createNode, type Node } from "../ir/node.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { type Window, windowPixels } from "../ir/window.ts";
import { scalarLike, type Unary } from "./operands.ts";
import { applyPixelMap, type PixelMap, transposePixelMap } from "./pixel-map.ts";
import { foldPatches, unfoldPatches } from "./window-patches.ts";

function windowOf(image: Shape, attrs: AvgPoolAttrs): Window {
  const info = tf.backend_util.computePool2DInfo(
    image as [number, number, number, number],
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
  return {
    imageSize: [info.inHeight, info.inWidth],
    kernelSize: [info.filterHeight, info.filterWidth],
    outputSize: [info.outHeight, info.outWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [1, 1],
    padding: [info.padInfo.top, info.padInfo.left],
  };
}

/** Mean over the pixels under each window position, without padding. */
function meanMap(window: Window): PixelMap {
  const taps = sizeOf(window.kernelSize);
  const pixels = windowPixels(window);
  return Array.from({ length: sizeOf(window.outputSize) }, (_, i) => {
    const inside = pixels.slice(i * taps, (i + 1) * taps).filter((pixel) => pixel < sizeOf(window.imageSize));
    return inside.map((pixel) => ({ pixel, weight: 1 / inside.length }));
  });
}

/** Gradient of mean pooling with respect to the images. */
export const meanGradientMap = (images: Shape, attrs: AvgPoolGradAttrs): PixelMap => {
  const window = windowOf(images, attrs);
  return transposePixelMap(meanMap(window), sizeOf(window.imageSize));
};

function maxPool(x: Node, window: Window): Node {
  const maxima = reduce("ReduceMax", unfoldPatches(x, window, -Infinity), 2); // [b, outputs, c]
  return reshape(maxima, [x.shape[0]!, ...window.outputSize, x.shape[3]!]);
}

/** Gradient of max pooling: it goes to the first of the pixels that are the maximum. */
function maxPoolGradient(dy: Node, x: Node, window: Window): Node {
  const [batch, , , channels] = x.shape as [number, number, number, number];
  const patches = unfoldPatches(x, window, -Infinity); // [b, outputs, taps, c]
  const isMax = equal(patches, reduce("ReduceMax", patches, 2, true));
  const count = createNode("CumSum", [cast(isMax, "float32")], { axis: 2, exclusive: false, reverse: false });
  const isFirst = cast(and(isMax, equal(count, scalarLike(count, 1))), "float32");
  const routed = mul(isFirst, reshape(dy, [batch, sizeOf(window.outputSize), 1, channels]));
  return foldPatches(routed, window, channels);
}

/** Mean and max pooling. */
export const poolingKernels = {
  AvgPool: ({ x }: Unary, attrs: AvgPoolAttrs) => {
    const window = windowOf(x.shape, attrs);
    return applyPixelMap(x, meanMap(window), window.outputSize);
  },
  AvgPoolGrad: ({ dy, input }: { dy: Node; input: Node }, attrs: AvgPoolGradAttrs) =>
    applyPixelMap(dy, meanGradientMap(input.shape, attrs), [input.shape[1]!, input.shape[2]!]),
  MaxPool: ({ x }: Unary, attrs: MaxPoolAttrs) => maxPool(x, windowOf(x.shape, attrs)),
  MaxPoolGrad: ({ dy, input }: { dy: Node; input: Node }, attrs: MaxPoolGradAttrs) =>
    maxPoolGradient(dy, input, windowOf(input.shape, attrs)),
};
