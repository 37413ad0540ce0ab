import { sizeOf } from "@tweedie/core";
import type { OnnxWriter } from "../onnx/writer.ts";
import { repeated } from "./ones.ts";
import type { NoAttrs, Op, Operand } from "./op.ts";
import { broadcastShapes, type DType, padShape, type TensorType } from "./tensor-type.ts";

const shapeOf = (inputs: readonly TensorType[]) => broadcastShapes(...inputs.map(({ shape }) => shape));

/**
 * Inputs as ONNX Runtime broadcasts them fast: repeated along short rows, and where the last extent of the result is 1 with as
 * many axes as that has. It would go from number to number otherwise, which took sixteen times as long for `[32, 28, 28, 1]`
 * and a number.
 */
function aligned(writer: OnnxWriter, inputs: readonly Operand[], { shape }: TensorType): readonly (Operand | string)[] {
  if (sizeOf(shape) === 1) return inputs;
  if (shape.at(-1) !== 1) return inputs.map((input) => repeated(writer, input, shape) ?? input);
  return inputs.map((input) => writer.reshape(input, padShape(input.shape, shape.length)));
}

/** An op that ONNX has under the same name, with the kind of its last input. */
const elementwise = (name: string, evaluate: (...numbers: number[]) => number): Op<NoAttrs> => ({
  infer: (inputs) => ({ shape: shapeOf(inputs), dtype: inputs.at(-1)!.dtype }),
  onnx: (writer, inputs, _, result) => writer.node(name, aligned(writer, inputs, result)),
  evaluate: (numbers) => evaluate(...numbers),
});

/** An op that ONNX has under the same name and that answers yes or no. */
const predicate = (name: string, evaluate: (...numbers: number[]) => boolean): Op<NoAttrs> => ({
  infer: (inputs) => ({ shape: shapeOf(inputs), dtype: "bool" }),
  onnx: (writer, inputs, _, result) => writer.node(name, aligned(writer, inputs, result)),
  evaluate: (numbers) => Number(evaluate(...numbers)),
});

/** Rounds halves to even, as ONNX and TensorFlow do. */
const round = (x: number) => (x - Math.floor(x) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));

/** Abramowitz and Stegun 7.1.26 is too coarse for float32: this is the series, and the continued fraction beyond 3. */
function erf(x: number): number {
  const a = Math.abs(x);
  if (a > 6) return Math.sign(x);
  if (a < 3) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17; n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = a;
  for (let n = 60; n > 0; n--) fraction = a + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-a * a) / fraction / Math.sqrt(Math.PI));
}

const cast: Op<{ readonly to: DType }> = {
  infer: ([x], { to }) => ({ shape: x!.shape, dtype: to }),
  onnx: (writer, inputs, { to }) => writer.node("Cast", inputs, { to: writer.elementType(to) }),
  evaluate: ([x], { to }) => (to === "int32" ? Math.trunc(x!) : to === "bool" ? Number(x !== 0) : x!),
};

const leakyRelu: Op<{ readonly alpha: number }> = {
  infer: ([x]) => x!,
  onnx: (writer, inputs, attrs) => writer.node("LeakyRelu", inputs, { alpha: attrs.alpha }),
  evaluate: ([x], { alpha }) => (x! > 0 ? x! : alpha * x!),
};

const clip: Op<{ readonly min: number; readonly max: number }> = {
  infer: ([x]) => x!,
  onnx: (writer, [x], { min, max }) =>
    writer.node("Clip", [x!, writer.scalar(min, x!.dtype), writer.scalar(max, x!.dtype)]),
  evaluate: ([x], { min, max }) => Math.min(Math.max(x!, min), max),
};

/** Remainder: of floats with the sign of the dividend, of integers with that of the divisor. */
const mod: Op<{ readonly fmod: boolean }> = {
  infer: (inputs) => ({ shape: shapeOf(inputs), dtype: inputs[0]!.dtype }),
  onnx: (writer, inputs, { fmod }) => writer.node("Mod", inputs, { fmod: Number(fmod) }),
  evaluate: ([a, b], { fmod }) => (fmod ? a! % b! : a! - Math.floor(a! / b!) * b!),
};

/** `x sigmoid(x)`. ONNX has no name for it in this opset, but its runtime has. */
const silu: Op<NoAttrs> = {
  infer: ([x]) => x!,
  onnx: (writer, [x]) =>
    writer.portable
      ? writer.node("Mul", [x!, writer.node("Sigmoid", [x!])])
      : writer.node("QuickGelu", [x!], { alpha: 1 }, "com.microsoft"),
  evaluate: ([x]) => x! / (1 + Math.exp(-x!)),
};

/** Ops that work on each element and broadcast their inputs. */
export const elementwiseOps = {
  Abs: elementwise("Abs", Math.abs),
  Acos: elementwise("Acos", Math.acos),
  Acosh: elementwise("Acosh", Math.acosh),
  Add: elementwise("Add", (a, b) => a + b),
  And: predicate("And", (a, b) => a !== 0 && b !== 0),
  Asin: elementwise("Asin", Math.asin),
  Asinh: elementwise("Asinh", Math.asinh),
  Atan: elementwise("Atan", Math.atan),
  Atanh: elementwise("Atanh", Math.atanh),
  Cast: cast,
  Ceil: elementwise("Ceil", Math.ceil),
  Clip: clip,
  Cos: elementwise("Cos", Math.cos),
  Cosh: elementwise("Cosh", Math.cosh),
  Div: elementwise("Div", (a, b) => a / b),
  Elu: elementwise("Elu", (x) => (x > 0 ? x : Math.expm1(x))),
  Equal: predicate("Equal", (a, b) => a === b),
  Erf: elementwise("Erf", erf),
  Exp: elementwise("Exp", Math.exp),
  Floor: elementwise("Floor", Math.floor),
  Greater: predicate("Greater", (a, b) => a > b),
  GreaterOrEqual: predicate("GreaterOrEqual", (a, b) => a >= b),
  IsInf: predicate("IsInf", (x) => Math.abs(x) === Infinity),
  IsNaN: predicate("IsNaN", Number.isNaN),
  LeakyRelu: leakyRelu,
  Less: predicate("Less", (a, b) => a < b),
  LessOrEqual: predicate("LessOrEqual", (a, b) => a <= b),
  Log: elementwise("Log", Math.log),
  Max: elementwise("Max", Math.max),
  Min: elementwise("Min", Math.min),
  Mod: mod,
  Mul: elementwise("Mul", (a, b) => a * b),
  Neg: elementwise("Neg", (x) => -x),
  Not: predicate("Not", (x) => x === 0),
  Or: predicate("Or", (a, b) => a !== 0 || b !== 0),
  Pow: elementwise("Pow", Math.pow),
  Reciprocal: elementwise("Reciprocal", (x) => 1 / x),
  Relu: elementwise("Relu", (x) => Math.max(x, 0)),
  Round: elementwise("Round", round),
  Sigmoid: elementwise("Sigmoid", (x) => 1 / (1 + Math.exp(-x))),
  Sign: elementwise("Sign", Math.sign),
  Silu: silu,
  Sin: elementwise("Sin", Math.sin),
  Sinh: elementwise("Sinh", Math.sinh),
  Softplus: elementwise("Softplus", (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  Sqrt: elementwise("Sqrt", Math.sqrt),
  Sub: elementwise("Sub", (a, b) => a - b),
  Tan: elementwise("Tan", Math.tan),
  Tanh: elementwise("Tanh", Math.tanh),
  Where: elementwise("Where", (condition, a, b) => (condition !== 0 ? a : b)),
  Xor: predicate("Xor", (a, b) => (a !== 0) !== (b !== 0)),
};
