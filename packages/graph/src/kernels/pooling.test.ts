import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { tf } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import { type Case, type Cases, image, testKernels, window } from "./kernel-cases.fixture.ts";
import type { poolingKernels } from "./pooling.ts";

/** Gradients are compared without padding only: the cpu backend's gradient of mean pooling is wrong at padded edges. */
const pooling = (
  f: (x: Tensor4D, taps: [number, number], strides: [number, number], pad: "same" | "valid") => Tensor,
) =>
  fc.tuple(image(), window).map(([shape, { taps, strides, pad }]): Case => ({
    shapes: [shape],
    f: (x) => f(x as Tensor4D, taps, strides, pad),
    gradient: pad === "valid",
  }));

const cases: Cases<keyof typeof poolingKernels> = {
  AvgPool: pooling((x, taps, strides, pad) => tf.avgPool(x, taps, strides, pad)),
  AvgPoolGrad: pooling((x, taps, strides, pad) => tf.avgPool(x, taps, strides, pad)),
  MaxPool: pooling((x, taps, strides, pad) => tf.maxPool(x, taps, strides, pad)),
  MaxPoolGrad: pooling((x, taps, strides, pad) =>
    tf.maxPool<Tensor4D>(x.mul(2).round().div(2), taps, strides, pad).square(),
  ),
};

testKernels(cases);
