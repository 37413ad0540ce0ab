import { tf } from "@tweedie/core";
import "@tweedie/testing";
import {
  binary,
  booleans,
  type Cases,
  integers,
  noGradient,
  shape,
  testKernels,
  unary,
} from "./kernel-cases.fixture.ts";
import type { logicKernels } from "./logic.ts";

const cases: Cases<keyof typeof logicKernels> = {
  Equal: binary((a, b) => integers(a).equal(integers(b)), noGradient),
  Greater: binary((a, b) => a.greater(b), noGradient),
  GreaterEqual: binary((a, b) => integers(a).greaterEqual(integers(b)), noGradient),
  IsFinite: unary(
    (x) =>
      tf
        .div(x.sign().add(1), x.sign().add(1))
        .add(tf.div(x, booleans(x).cast("float32")))
        .isFinite(),
    noGradient,
  ),
  IsInf: unary((x) => tf.div(x, booleans(x).cast("float32")).isInf(), noGradient),
  IsNan: unary((x) => x.log().isNaN(), noGradient),
  Less: binary((a, b) => a.less(b), noGradient),
  LessEqual: binary((a, b) => integers(a).lessEqual(integers(b)), noGradient),
  LogicalAnd: binary((a, b) => booleans(a).logicalAnd(booleans(b)), noGradient),
  LogicalNot: unary((x) => booleans(x).logicalNot(), noGradient),
  LogicalOr: binary((a, b) => booleans(a).logicalOr(booleans(b)), noGradient),
  NotEqual: binary((a, b) => integers(a).notEqual(integers(b)), noGradient),
  Select: shape.map((shape) => ({
    shapes: [shape, shape, shape],
    f: (a, b, c) => tf.where(booleans(c!), a!, b!),
    gradient: 2,
  })),
};

testKernels(cases);
