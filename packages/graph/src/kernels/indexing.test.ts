import type { Rank, Tensor } from "@tensorflow/tfjs-core";
import { tf } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import type { indexingKernels } from "./indexing.ts";
import { anyAxis, type Cases, extent, indices, nonScalarShape, testKernels } from "./kernel-cases.fixture.ts";

const indexShape = fc.array(extent, { minLength: 1, maxLength: 2 });

const cases: Cases<keyof typeof indexingKernels> = {
  GatherV2: nonScalarShape.chain((shape) =>
    fc.tuple(anyAxis(shape.length), indexShape).map(([axis, indexShape]) => ({
      shapes: [shape, indexShape],
      f: (x, i) => x!.gather(indices(i!, shape.at(axis)!), axis),
      gradient: 1,
    })),
  ),
  OneHot: fc.tuple(indexShape, fc.integer({ min: 2, max: 5 })).map(([shape, depth]) => ({
    shapes: [shape],
    f: (x) => tf.oneHot(indices(x!, depth), depth, 2, -1, "float32"),
  })),
  UnsortedSegmentSum: fc.tuple(extent, extent, extent).map(([count, size, segments]) => ({
    shapes: [[count, size], [count]],
    f: (x, i) => tf.unsortedSegmentSum(x!, indices(i!, segments) as Tensor<Rank.R1>, segments),
  })),
};

testKernels(cases);
