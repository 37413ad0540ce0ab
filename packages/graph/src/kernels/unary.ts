import type { ClipByValueAttrs, LeakyReluAttrs, StepAttrs } from "@tensorflow/tfjs-core";
import {
  abs,
  add,
  cast,
  div,
  elementwise,
  equal,
  exp,
  greater,
  less,
  log,
  maximum,
  minimum,
  mul,
  neg,
  reciprocal,
  sqrt,
  sub,
  where,
} from "../ir/build.ts";
import { createNode, type Node, type OpName } from "../ir/node.ts";
import { float, scalarLike, numeric, type Unary } from "./operands.ts";

/** A function whose result is float32. */
const real = (op: OpName) => ({ x }: Unary) => elementwise(op)(float(x)); // prettier-ignore

/** A function whose result has the element type of its argument. */
const keeping = (op: OpName) => ({ x }: Unary) => elementwise(op)(numeric(x)); // prettier-ignore

/** A function that is the identity for integers. */
const rounding = (op: OpName) => ({ x }: Unary) => (x.dtype === "float32" ? elementwise(op)(x) : x); // prettier-ignore

/** `exp(x) - 1` without cancellation: near zero by `2 t / (1 - t)` with `t = tanh(x / 2)`. */
function expm1(x: Node): Node {
  const t = elementwise("Tanh")(mul(x, scalarLike(x, 0.5)));
  const near = div(mul(t, scalarLike(x, 2)), sub(scalarLike(x, 1), t));
  return where(less(abs(x), scalarLike(x, 1)), near, sub(exp(x), scalarLike(x, 1)));
}

/** `log(1 + x)` without cancellation (Kahan): the rounding error of `1 + x` cancels in `log(u) x / (u - 1)`. */
function log1p(x: Node): Node {
  const one = scalarLike(x, 1);
  const u = add(x, one);
  return where(equal(u, one), x, div(mul(log(u), x), sub(u, one)));
}

const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;

function selu(x: Node): Node {
  const zero = scalarLike(x, 0);
  const negative = elementwise("Elu")(minimum(x, zero));
  return add(mul(maximum(x, zero), scalarLike(x, seluScale)), mul(negative, scalarLike(x, seluScale * seluAlpha)));
}

/** Elementwise functions of one tensor. */
export const unaryKernels = {
  Abs: keeping("Abs"),
  Acos: real("Acos"),
  Acosh: real("Acosh"),
  Asin: real("Asin"),
  Asinh: real("Asinh"),
  Atan: real("Atan"),
  Atanh: real("Atanh"),
  Ceil: rounding("Ceil"),
  ClipByValue: ({ x }: Unary, { clipValueMin, clipValueMax }: ClipByValueAttrs) =>
    createNode("Clip", [x], { min: clipValueMin, max: clipValueMax }),
  Cos: real("Cos"),
  Cosh: real("Cosh"),
  Elu: real("Elu"),
  Erf: real("Erf"),
  Exp: real("Exp"),
  Expm1: ({ x }: Unary) => expm1(float(x)),
  Floor: rounding("Floor"),
  LeakyRelu: ({ x }: Unary, { alpha }: LeakyReluAttrs) => createNode("LeakyRelu", [float(x)], { alpha }),
  Log: real("Log"),
  Log1p: ({ x }: Unary) => log1p(float(x)),
  Neg: ({ x }: Unary) => neg(numeric(x)),
  Reciprocal: ({ x }: Unary) => reciprocal(float(x)),
  Relu: keeping("Relu"),
  Relu6: ({ x }: Unary) => createNode("Clip", [numeric(x)], { min: 0, max: 6 }),
  Round: rounding("Round"),
  Rsqrt: ({ x }: Unary) => reciprocal(sqrt(float(x))),
  Selu: ({ x }: Unary) => selu(float(x)),
  Sigmoid: real("Sigmoid"),
  Sign: keeping("Sign"),
  Sin: real("Sin"),
  Sinh: real("Sinh"),
  Softplus: real("Softplus"),
  Sqrt: real("Sqrt"),
  Square: ({ x }: Unary) => mul(numeric(x), numeric(x)),
  Step: ({ x }: Unary, { alpha }: StepAttrs) => {
    const positive = greater(x, scalarLike(x, 0));
    return alpha === 0 ? cast(positive, "float32") : where(positive, scalarLike(x, 1), scalarLike(x, alpha));
  },
  Tan: real("Tan"),
  Tanh: real("Tanh"),
};
