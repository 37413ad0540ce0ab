import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { tf } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import type { convolutionKernels } from "./convolution.ts";
import { type Case, type Cases, extent, fusedActivation, image, testKernels, window } from "./kernel-cases.fixture.ts";

const convolution = (f: (x: Tensor4D, filter: Tensor4D, strides: [number, number], pad: "same" | "valid") => Tensor) =>
  fc.tuple(image(), window, extent).map(([shape, { taps, strides, pad }, outputs]): Case => ({
    shapes: [shape, [...taps, shape[3], outputs]],
    f: (x, filter) => f(x as Tensor4D, filter as Tensor4D, strides, pad),
    gradient: true,
  }));

const conv2d = convolution((x, filter, strides, pad) => tf.conv2d(x, filter, strides, pad));
const depthwise = convolution((x, filter, strides, pad) => tf.depthwiseConv2d(x, filter, strides[0], pad));

const cases: Cases<keyof typeof convolutionKernels> = {
  Conv2D: conv2d,
  Conv2DBackpropFilter: conv2d,
  Conv2DBackpropInput: conv2d,
  DepthwiseConv2dNative: depthwise,
  DepthwiseConv2dNativeBackpropFilter: depthwise,
  DepthwiseConv2dNativeBackpropInput: depthwise,
  FusedConv2D: fc
    .tuple(image(), window, extent, fusedActivation)
    .map(([shape, { taps, strides, pad }, outputs, activation]) => ({
      shapes: [shape, [...taps, shape[3], outputs], [outputs]],
      f: (x, filter, bias) =>
        tf.fused.conv2d({ x: x as Tensor4D, filter: filter as Tensor4D, strides, pad, bias: bias!, activation }),
    })),
  FusedDepthwiseConv2D: fc
    .tuple(image(), window, fusedActivation)
    .map(([shape, { taps, strides, pad }, activation]) => ({
      shapes: [shape, [...taps, shape[3], 1], [shape[3]]],
      f: (x, filter, bias) =>
        tf.fused.depthwiseConv2d({
          x: x as Tensor4D,
          filter: filter as Tensor4D,
          strides: strides[0],
          pad,
          bias: bias!,
          activation,
        }),
    })),
};

testKernels(cases);
