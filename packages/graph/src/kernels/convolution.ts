import type {
  Conv2DAttrs,
  Conv2DBackpropFilterAttrs,
  Conv2DBackpropInputAttrs,
  DepthwiseConv2dNativeAttrs,
  DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInputAttrs,
} from "@tensorflow/tfjs";
import { sizeOf, tf } from "@tweedie/core";
import { matMul, mul, reduce, reshape, slice, transpose } from "../ir/build.ts";
import { make, type Node } from "../ir/node.ts";
import type { Shape } from "../ir/tensor-type.ts";
import { seenPixels, type Window } from "../ir/window.ts";
import { refuse } from "../trace/place.ts";
import { fused, type FusedAttrs, type FusedInputs } from "./activation.ts";
import { lookUp } from "./pixel-map.ts";

type Attrs = Omit<Conv2DAttrs, "dilations" | "dataFormat"> & Partial<Pick<Conv2DAttrs, "dilations" | "dataFormat">>;

/** The window of a convolution, by tfjs's own reading of its attributes. */
function windowOf(image: Shape, filter: Shape, attrs: Attrs, depthwise = false): Window {
  if (attrs.dataFormat === "NCHW") refuse("a convolution in the layout NCHW cannot be compiled", "use NHWC");
  const info = tf.backend_util.computeConv2DInfo(
    image as [number, number, number, number],
    filter as [number, number, number, number],
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
  );
  return {
    image: [info.inHeight, info.inWidth],
    taps: [info.filterHeight, info.filterWidth],
    places: [info.outHeight, info.outWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    before: [info.padInfo.top, info.padInfo.left],
  };
}

const both = (pair: readonly [number, number], value: number): boolean => pair[0] === value && pair[1] === value;

/** Whether each place sees one pixel, its own: then a convolution is a plain product. */
const isPointwise = ({ taps, strides, before }: Window): boolean =>
  both(taps, 1) && both(strides, 1) && both(before, 0);

/** Pixels in rows: `[b, h, w, c] -> [b h w, c]`. */
const rows = (x: Node): Node => reshape(x, [sizeOf(x.shape.slice(0, 3)), x.shape[3]!]);

function conv(x: Node, filter: Node, window: Window): Node {
  if (!isPointwise(window)) return make("Conv", [x, filter], window);
  const [, , channels, outputs] = filter.shape as [number, number, number, number];
  return reshape(matMul(rows(x), reshape(filter, [channels, outputs])), [x.shape[0]!, ...window.places, outputs]);
}

function filterGradient(x: Node, dy: Node, window: Window): Node {
  if (!isPointwise(window)) return make("ConvFilterGradient", [x, dy], window);
  return reshape(matMul(rows(x), rows(dy), true), [1, 1, x.shape[3]!, dy.shape[3]!]);
}

function inputGradient(dy: Node, filter: Node, window: Window): Node {
  const [kh, kw, channels, outputs] = filter.shape as [number, number, number, number];
  const { image, taps, places, strides, dilations, before } = window;
  if (!both(strides, 1)) return foldGradient(dy, filter, window);
  // The taps that saw a pixel lie around it the other way round.
  const turned = transpose(
    slice(filter, [kh - 1, kw - 1, 0, 0], filter.shape, [-1, -1, 1, 1]),
    [0, 1, 3, 2],
  ); // prettier-ignore
  const around: readonly [number, number] = [
    dilations[0] * (taps[0] - 1) - before[0],
    dilations[1] * (taps[1] - 1) - before[1],
  ];
  if (isPointwise(window)) {
    const product = matMul(rows(dy), reshape(filter, [channels, outputs]), false, true);
    return reshape(product, [dy.shape[0]!, ...image, channels]);
  }
  return conv(dy, turned, { image: places, taps, places: image, strides, dilations, before: around });
}

/** With strides most taps saw nothing of a pixel: what each tap gives is computed once and summed where it belongs. */
function foldGradient(dy: Node, filter: Node, window: Window): Node {
  const [kh, kw, channels, outputs] = filter.shape as [number, number, number, number];
  const [batch] = dy.shape as [number];
  const given = matMul(rows(dy), reshape(filter, [kh * kw * channels, outputs]), false, true);
  const shares = reshape(given, [batch, sizeOf(window.places) * kh * kw, channels]); // [b, places taps, c]
  return reshape(reduce("ReduceSum", lookUp(shares, viewers(window)), 2), [batch, ...window.image, channels]);
}

/** For each pixel, the numbers of the (place, tap) pairs that see it. */
export function viewers(window: Window): number[][] {
  const pixels = Array.from({ length: sizeOf(window.image) + 1 }, () => [] as number[]);
  for (const [view, pixel] of seenPixels(window).entries()) pixels[pixel]!.push(view);
  return pixels.slice(0, -1);
}

/** What each place of the window sees: `[b, places, taps, c]`. */
export function views(x: Node, window: Window, outside = 0): Node {
  const pixels = seenPixels(window);
  const count = sizeOf(window.taps);
  const rows = Array.from({ length: sizeOf(window.places) }, (_, i) => pixels.slice(i * count, (i + 1) * count));
  return lookUp(reshape(x, [x.shape[0]!, sizeOf(window.image), x.shape[3]!]), rows, outside);
}

/** Filters of one channel each: `x: [b, h, w, c]` with `filter: [kh, kw, c, m]` to `[b, ..., c m]`. */
function depthwise(x: Node, filter: Node, window: Window): Node {
  const [, , channels, multiplier] = filter.shape as [number, number, number, number];
  const seen = views(x, window); // [b, places, taps, c]
  const terms = mul(
    reshape(seen, [...seen.shape, 1]),
    reshape(filter, [sizeOf(window.taps), channels, multiplier]),
  ); // prettier-ignore
  return reshape(reduce("ReduceSum", terms, 2), [x.shape[0]!, ...window.places, channels * multiplier]);
}

function depthwiseFilterGradient(x: Node, dy: Node, window: Window, filterShape: Shape): Node {
  const seen = views(x, window);
  const slopes = reshape(dy, [dy.shape[0]!, sizeOf(window.places), 1, ...filterShape.slice(2)]);
  return reshape(reduce("ReduceSum", mul(reshape(seen, [...seen.shape, 1]), slopes), [0, 1]), filterShape);
}

function depthwiseInputGradient(dy: Node, filter: Node, window: Window): Node {
  const [, , channels, multiplier] = filter.shape as [number, number, number, number];
  const [batch, places, taps] = [dy.shape[0]!, sizeOf(window.places), sizeOf(window.taps)];
  const slopes = reshape(dy, [batch, places, 1, channels, multiplier]);
  const terms = reduce("ReduceSum", mul(slopes, reshape(filter, [taps, channels, multiplier])), -1); // [b, places, taps, c]
  const shares = lookUp(reshape(terms, [batch, places * taps, channels]), viewers(window));
  return reshape(reduce("ReduceSum", shares, 2), [batch, ...window.image, channels]);
}

interface Filtered extends FusedInputs {
  readonly x: Node;
  readonly filter: Node;
}

/** Convolutions, all in the layout `[b, h, w, c]`. */
export const convolutionKernels = {
  Conv2D: ({ x, filter }: Filtered, attrs: Conv2DAttrs) => conv(x, filter, windowOf(x.shape, filter.shape, attrs)),
  Conv2DBackpropFilter: ({ x, dy }: { x: Node; dy: Node }, attrs: Conv2DBackpropFilterAttrs) =>
    filterGradient(x, dy, windowOf(x.shape, attrs.filterShape, attrs)),
  Conv2DBackpropInput: ({ dy, filter }: { dy: Node; filter: Node }, attrs: Conv2DBackpropInputAttrs) =>
    inputGradient(dy, filter, windowOf(attrs.inputShape, filter.shape, attrs)),
  DepthwiseConv2dNative: ({ x, filter }: Filtered, attrs: DepthwiseConv2dNativeAttrs) =>
    depthwise(x, filter, windowOf(x.shape, filter.shape, attrs, true)),
  DepthwiseConv2dNativeBackpropFilter: (
    { x, dy }: { x: Node; dy: Node },
    attrs: DepthwiseConv2dNativeBackpropFilterAttrs,
  ) => depthwiseFilterGradient(x, dy, windowOf(x.shape, attrs.filterShape, attrs, true), attrs.filterShape),
  DepthwiseConv2dNativeBackpropInput: (
    { dy, filter }: { dy: Node; filter: Node },
    attrs: DepthwiseConv2dNativeBackpropInputAttrs,
  ) => depthwiseInputGradient(dy, filter, windowOf(attrs.inputShape, filter.shape, attrs, true)),
  FusedConv2D: ({ x, filter, ...rest }: Filtered, attrs: Conv2DAttrs & FusedAttrs) =>
    fused(conv(x, filter, windowOf(x.shape, filter.shape, attrs)), rest, attrs),
  FusedDepthwiseConv2D: ({ x, filter, ...rest }: Filtered, attrs: DepthwiseConv2dNativeAttrs & FusedAttrs) =>
    fused(depthwise(x, filter, windowOf(x.shape, filter.shape, attrs, true)), rest, attrs),
};
