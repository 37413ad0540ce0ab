import type {
  Conv2DAttrs,
  Conv2DBackpropFilterAttrs,
  Conv2DBackpropInputAttrs,
  DepthwiseConv2dNativeAttrs,
  DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInputAttrs,
} from "@tensorflow/tfjs-core";
import { sizeOf, tf } from "@tweedie/core";
import { matMul, mul, reduce, reshape, slice, transpose } from "../ir/build.ts";
import { createNode, type Node } from "../ir/node.ts";
import type { Shape } from "../ir/tensor-type.ts";
import type { Window } from "../ir/window.ts";
import { throwUnsupported } from "../tfjs/call-site.ts";
import { addBiasAndActivation, type FusedAttrs, type FusedInputs } from "./activation.ts";
import { foldPatches, unfoldPatches } from "./window-patches.ts";

type Attrs = Omit<Conv2DAttrs, "dilations" | "dataFormat"> & Partial<Pick<Conv2DAttrs, "dilations" | "dataFormat">>;

/** Window of a convolution, by tfjs's own interpretation of its attributes. */
function windowOf(image: Shape, filter: Shape, attrs: Attrs, depthwise = false): Window {
  if (attrs.dataFormat === "NCHW") throwUnsupported("a convolution in the layout NCHW cannot be compiled", "use NHWC");
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
    imageSize: [info.inHeight, info.inWidth],
    kernelSize: [info.filterHeight, info.filterWidth],
    outputSize: [info.outHeight, info.outWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    padding: [info.padInfo.top, info.padInfo.left],
  };
}

const both = (pair: readonly [number, number], value: number): boolean => pair[0] === value && pair[1] === value;

/** True for a 1x1 convolution with stride 1, which is a matrix product. */
const isPointwise = ({ kernelSize, strides, padding }: Window): boolean =>
  both(kernelSize, 1) && both(strides, 1) && both(padding, 0);

/** Pixels as rows of a matrix: `[b, h, w, c] -> [b h w, c]`. */
const pixelRows = (x: Node): Node => reshape(x, [sizeOf(x.shape.slice(0, 3)), x.shape[3]!]);

function conv(x: Node, filter: Node, window: Window): Node {
  if (!isPointwise(window)) return createNode("Conv", [x, filter], window);
  const [, , channels, outputs] = filter.shape as [number, number, number, number];
  const product = matMul(pixelRows(x), reshape(filter, [channels, outputs]));
  return reshape(product, [x.shape[0]!, ...window.outputSize, outputs]);
}

function filterGradient(x: Node, dy: Node, window: Window): Node {
  if (!isPointwise(window)) return createNode("ConvFilterGradient", [x, dy], window);
  return reshape(matMul(pixelRows(x), pixelRows(dy), true), [1, 1, x.shape[3]!, dy.shape[3]!]);
}

function inputGradient(dy: Node, filter: Node, window: Window): Node {
  const [kh, kw, channels, outputs] = filter.shape as [number, number, number, number];
  const { imageSize, kernelSize, outputSize, strides, dilations, padding } = window;
  if (isPointwise(window)) {
    const product = matMul(pixelRows(dy), reshape(filter, [channels, outputs]), false, true);
    return reshape(product, [dy.shape[0]!, ...imageSize, channels]);
  }
  if (!both(strides, 1)) return stridedInputGradient(dy, filter, window);
  // With stride 1 it is a convolution of dy with the filter rotated by 180 degrees, input and output channels exchanged.
  const rotated = transpose(slice(filter, [kh - 1, kw - 1, 0, 0], filter.shape, [-1, -1, 1, 1]), [0, 1, 3, 2]);
  return conv(dy, rotated, {
    imageSize: outputSize,
    kernelSize,
    outputSize: imageSize,
    strides,
    dilations,
    padding: [dilations[0] * (kernelSize[0] - 1) - padding[0], dilations[1] * (kernelSize[1] - 1) - padding[1]],
  });
}

/** Input gradient for strides above 1, where most taps do not cover a pixel: the patches' gradients are computed once and folded. */
function stridedInputGradient(dy: Node, filter: Node, window: Window): Node {
  const [kh, kw, channels, outputs] = filter.shape as [number, number, number, number];
  const patches = matMul(pixelRows(dy), reshape(filter, [kh * kw * channels, outputs]), false, true);
  return foldPatches(patches, window, channels);
}

/** Depthwise convolution: `x: [b, h, w, c]` with `filter: [kh, kw, c, m]` to `[b, ..., c m]`. */
function depthwise(x: Node, filter: Node, window: Window): Node {
  const [, , channels, multiplier] = filter.shape as [number, number, number, number];
  const patches = unfoldPatches(x, window); // [b, outputs, taps, c]
  const taps = reshape(filter, [sizeOf(window.kernelSize), channels, multiplier]);
  const terms = mul(reshape(patches, [...patches.shape, 1]), taps);
  return reshape(reduce("ReduceSum", terms, 2), [x.shape[0]!, ...window.outputSize, channels * multiplier]);
}

function depthwiseFilterGradient(x: Node, dy: Node, window: Window, filterShape: Shape): Node {
  const patches = unfoldPatches(x, window);
  const slopes = reshape(dy, [dy.shape[0]!, sizeOf(window.outputSize), 1, ...filterShape.slice(2)]);
  return reshape(reduce("ReduceSum", mul(reshape(patches, [...patches.shape, 1]), slopes), [0, 1]), filterShape);
}

function depthwiseInputGradient(dy: Node, filter: Node, window: Window): Node {
  const [, , channels, multiplier] = filter.shape as [number, number, number, number];
  const slopes = reshape(dy, [dy.shape[0]!, sizeOf(window.outputSize), 1, channels, multiplier]);
  const taps = reshape(filter, [sizeOf(window.kernelSize), channels, multiplier]);
  return foldPatches(reduce("ReduceSum", mul(slopes, taps), -1), window, channels); // of [b, outputs, taps, c]
}

export interface ConvInputs extends FusedInputs {
  readonly x: Node;
  readonly filter: Node;
}

/** Convolutions in the layout NHWC. */
export const convolutionKernels = {
  Conv2D: ({ x, filter }: ConvInputs, attrs: Conv2DAttrs) => conv(x, filter, windowOf(x.shape, filter.shape, attrs)),
  Conv2DBackpropFilter: ({ x, dy }: { x: Node; dy: Node }, attrs: Conv2DBackpropFilterAttrs) =>
    filterGradient(x, dy, windowOf(x.shape, attrs.filterShape, attrs)),
  Conv2DBackpropInput: ({ dy, filter }: { dy: Node; filter: Node }, attrs: Conv2DBackpropInputAttrs) =>
    inputGradient(dy, filter, windowOf(attrs.inputShape, filter.shape, attrs)),
  DepthwiseConv2dNative: ({ x, filter }: ConvInputs, attrs: DepthwiseConv2dNativeAttrs) =>
    depthwise(x, filter, windowOf(x.shape, filter.shape, attrs, true)),
  DepthwiseConv2dNativeBackpropFilter: (
    { x, dy }: { x: Node; dy: Node },
    attrs: DepthwiseConv2dNativeBackpropFilterAttrs,
  ) => depthwiseFilterGradient(x, dy, windowOf(x.shape, attrs.filterShape, attrs, true), attrs.filterShape),
  DepthwiseConv2dNativeBackpropInput: (
    { dy, filter }: { dy: Node; filter: Node },
    attrs: DepthwiseConv2dNativeBackpropInputAttrs,
  ) => depthwiseInputGradient(dy, filter, windowOf(attrs.inputShape, filter.shape, attrs, true)),
  FusedConv2D: ({ x, filter, ...rest }: ConvInputs, attrs: Conv2DAttrs & FusedAttrs) =>
    addBiasAndActivation(conv(x, filter, windowOf(x.shape, filter.shape, attrs)), rest, attrs),
  FusedDepthwiseConv2D: ({ x, filter, ...rest }: ConvInputs, attrs: DepthwiseConv2dNativeAttrs & FusedAttrs) =>
    addBiasAndActivation(depthwise(x, filter, windowOf(x.shape, filter.shape, attrs, true)), rest, attrs),
};
