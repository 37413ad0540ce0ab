import type { Tensor } from "@tensorflow/tfjs-core";
import { tf } from "@tweedie/core";
import "@tweedie/testing";
import fc from "fast-check";
import {
  alongAxis,
  booleans,
  type Case,
  type Cases,
  noGradient,
  nonScalarShape,
  testKernels,
} from "./kernel-cases.fixture.ts";
import type { reductionKernels } from "./reductions.ts";

const reduction = (f: (x: Tensor, axes: number[], keepDims: boolean) => Tensor, options: Partial<Case> = {}) =>
  nonScalarShape.chain((shape) => {
    const axes = shape.map((_, i) => i);
    return fc.tuple(fc.subarray(axes, { minLength: 1 }), fc.boolean()).map(([axes, keepDims]): Case => ({
      shapes: [shape],
      f: (x) => f(x, axes, keepDims),
      gradient: true,
      ...options,
    }));
  });

const cases: Cases<keyof typeof reductionKernels> = {
  All: reduction((x, axes, keep) => booleans(x.add(1)).all(axes, keep), noGradient),
  Any: reduction((x, axes, keep) => booleans(x).any(axes, keep), noGradient),
  ArgMax: alongAxis((x, axis) => x.argMax(axis), noGradient),
  ArgMin: alongAxis((x, axis) => x.argMin(axis), noGradient),
  Cumsum: nonScalarShape.chain((shape) =>
    fc.tuple(fc.nat(shape.length - 1), fc.boolean(), fc.boolean()).map(([axis, exclusive, reverse]) => ({
      shapes: [shape],
      f: (x) => tf.cumsum(x!, axis, exclusive, reverse),
      gradient: axis === shape.length - 1, // tfjs transposes the gradients along other axes once too often
    })),
  ),
  Max: reduction((x, axes, keep) => x.max(axes, keep)),
  Mean: reduction((x, axes, keep) => x.mean(axes, keep)),
  Min: reduction((x, axes, keep) => x.min(axes, keep)),
  Prod: reduction((x, axes, keep) => x.prod(axes, keep), noGradient),
  Softmax: nonScalarShape.map((shape) => ({ shapes: [shape], f: (x) => x!.softmax(), gradient: true })),
  Sum: reduction((x, axes, keep) => x.sum(axes, keep)),
};

testKernels(cases);
