import type { AvgPoolAttrs, AvgPoolGradAttrs, MaxPoolAttrs, MaxPoolGradAttrs } from "@tensorflow/tfjs";
import { sizeOf, tf } from "@tweedie/core";
import { and, cast, equal, mul, reduce, reshape } from "../ir/build.ts";
import { make, type Node } from "../ir/node.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { seenPixels, type Window } from "../ir/window.ts";
import { viewers, views } from "./convolution.ts";
import { like, type Unary } from "./operands.ts";
import { applyMap, lookUp, type PixelMap, transposeMap } from "./pixel-map.ts";

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
    image: [info.inHeight, info.inWidth],
    taps: [info.filterHeight, info.filterWidth],
    places: [info.outHeight, info.outWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [1, 1],
    before: [info.padInfo.top, info.padInfo.left],
  };
}

/** The mean over what each place sees. What lies beyond the edges does not count. */
function meanMap(window: Window): PixelMap {
  const count = sizeOf(window.taps);
  const pixels = seenPixels(window);
  return Array.from({ length: sizeOf(window.places) }, (_, place) => {
    const seen = pixels.slice(place * count, (place + 1) * count).filter((pixel) => pixel < sizeOf(window.image));
    return seen.map((pixel) => ({ pixel, weight: 1 / seen.length }));
  });
}

/** How the gradients of means go back to the images. */
export const meanGradientMap = (images: Shape, attrs: AvgPoolGradAttrs): PixelMap => {
  const window = windowOf(images, attrs);
  return transposeMap(meanMap(window), sizeOf(window.image));
};

function maxPool(x: Node, window: Window): Node {
  const highest = reduce("ReduceMax", views(x, window, -Infinity), 2); // [b, places, c]
  return reshape(highest, [x.shape[0]!, ...window.places, x.shape[3]!]);
}

/** The gradient goes to the first of the pixels that are the maximum. */
function maxPoolGradient(dy: Node, x: Node, window: Window): Node {
  const [batch, , , channels] = x.shape as [number, number, number, number];
  const [places, taps] = [sizeOf(window.places), sizeOf(window.taps)];
  const seen = views(x, window, -Infinity); // [b, places, taps, c]
  const isHighest = equal(seen, reduce("ReduceMax", seen, 2, true));
  const number = make("CumSum", [cast(isHighest, "float32")], { axis: 2, exclusive: false, reverse: false });
  const isFirst = cast(and(isHighest, equal(number, like(number, 1))), "float32");
  const given = mul(isFirst, reshape(dy, [batch, places, 1, channels]));
  const shares = lookUp(reshape(given, [batch, places * taps, channels]), viewers(window));
  return reshape(reduce("ReduceSum", shares, 2), x.shape);
}

/** Means and maxima of windows. */
export const poolingKernels = {
  AvgPool: ({ x }: Unary, attrs: AvgPoolAttrs) => {
    const window = windowOf(x.shape, attrs);
    return applyMap(x, meanMap(window), window.places);
  },
  AvgPoolGrad: ({ dy, input }: { dy: Node; input: Node }, attrs: AvgPoolGradAttrs) =>
    applyMap(dy, meanGradientMap(input.shape, attrs), [input.shape[1]!, input.shape[2]!]),
  MaxPool: ({ x }: Unary, attrs: MaxPoolAttrs) => maxPool(x, windowOf(x.shape, attrs)),
  MaxPoolGrad: ({ dy, input }: { dy: Node; input: Node }, attrs: MaxPoolGradAttrs) =>
    maxPoolGradient(dy, input, windowOf(input.shape, attrs)),
};
