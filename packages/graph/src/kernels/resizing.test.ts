import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { tf } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import { type Case, type Cases, image, testKernels } from "./kernel-cases.fixture.ts";
import type { resizingKernels } from "./resizing.ts";

/** Gradients are compared for one square image and without half-pixel centres only: elsewhere the cpu backend's are wrong. */
const resizing = (
  f: (x: Tensor4D, size: [number, number], align: boolean, half: boolean) => Tensor,
  gradient: boolean,
) =>
  fc
    .tuple(
      image(),
      fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
      fc.constantFrom("none", "align", "half"),
    )
    .map(([[batch, height, width, channels], size, mode]): Case => ({
      shapes: [[gradient ? 1 : batch, height, gradient ? height : width, channels]],
      f: (x) => f(x as Tensor4D, gradient ? [size[0], size[0]] : size, mode === "align", mode === "half" && !gradient),
      gradient,
    }));

const cases: Cases<keyof typeof resizingKernels> = {
  ResizeBilinear: resizing((x, size, align, half) => tf.image.resizeBilinear(x, size, align, half), false),
  ResizeBilinearGrad: resizing((x, size, align) => tf.image.resizeBilinear(x, size, align), true),
  ResizeNearestNeighbor: resizing(
    (x, size, align, half) => tf.image.resizeNearestNeighbor(x, size, align, half),
    false,
  ),
  ResizeNearestNeighborGrad: resizing((x, size, align) => tf.image.resizeNearestNeighbor(x, size, align), true),
};

testKernels(cases);
