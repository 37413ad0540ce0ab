import type { Tensor } from "@tensorflow/tfjs-core";
import { tf } from "@tweedie/core";
import "@tweedie/testing";
import type { arithmeticKernels } from "./arithmetic.ts";
import {
  binary,
  type Case,
  type Cases,
  integers,
  noGradient,
  positive,
  shape,
  testKernels,
} from "./kernel-cases.fixture.ts";

/** Inputs of equal shapes: tfjs does not sum the gradients of some ops over broadcast axes. */
const sameShapes = (f: (a: Tensor, b: Tensor) => Tensor) =>
  shape.map((shape): Case => ({ shapes: [shape, shape], f: f as Case["f"], gradient: true }));

const cases: Cases<keyof typeof arithmeticKernels> = {
  Add: binary((a, b) => a.add(b)),
  AddN: shape.map((shape) => ({
    shapes: [shape, shape, shape],
    f: (a, b, c) => tf.addN([a!, b!, c!]),
    gradient: true,
  })),
  Atan2: binary((a, b) => tf.atan2(a, b)),
  FloorDiv: binary((a, b) => integers(a).floorDiv(integers(b.abs().add(1))), noGradient),
  Maximum: sameShapes((a, b) => a.maximum(b)),
  Minimum: sameShapes((a, b) => a.minimum(b)),
  Mod: binary((a, b) => a.mod(b.sign().mul(b.abs().add(0.5))), noGradient),
  Multiply: binary((a, b) => a.mul(b)),
  Pow: binary((a, b) => a.pow(b), positive),
  Prelu: binary((a, b) => tf.prelu(a, b), noGradient).filter(
    ({ shapes }) => shapes[0]!.length >= shapes[1]!.length && shapes[1]!.length > 0,
  ),
  RealDiv: binary((a, b) => a.div(b), positive),
  SquaredDifference: sameShapes((a, b) => a.squaredDifference(b)),
  Sub: binary((a, b) => a.sub(b)),
};

testKernels(cases);
