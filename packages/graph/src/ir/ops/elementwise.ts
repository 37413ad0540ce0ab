import { broadcastShapes, type DType, type TensorType } from "../tensor-type.ts";
import type { NoAttrs, OpDefinition } from "./op-definition.ts";

const shapeOf = (inputs: readonly TensorType[]) => broadcastShapes(...inputs.map(({ shape }) => shape));

/** An op whose result has the element type of its last input. */
const elementwise = (evaluate: (...numbers: number[]) => number): OpDefinition<NoAttrs> => ({
  infer: (inputs) => ({ shape: shapeOf(inputs), dtype: inputs.at(-1)!.dtype }),
  evaluate: (numbers) => evaluate(...numbers),
});

/** An op with a boolean result. */
const predicate = (evaluate: (...numbers: number[]) => boolean): OpDefinition<NoAttrs> => ({
  infer: (inputs) => ({ shape: shapeOf(inputs), dtype: "bool" }),
  evaluate: (numbers) => Number(evaluate(...numbers)),
});

/** Rounds halves to even, like ONNX and TensorFlow. */
const round = (x: number) => (x - Math.floor(x) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));

/** Error function: the Maclaurin series below 3, the continued fraction above. Abramowitz and Stegun 7.1.26 is too coarse for float32. */
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

const cast: OpDefinition<{ readonly to: DType }> = {
  infer: ([x], { to }) => ({ shape: x!.shape, dtype: to }),
  evaluate: ([x], { to }) => (to === "int32" ? Math.trunc(x!) : to === "bool" ? Number(x !== 0) : x!),
};

const leakyRelu: OpDefinition<{ readonly alpha: number }> = {
  infer: ([x]) => x!,
  evaluate: ([x], { alpha }) => (x! > 0 ? x! : alpha * x!),
};

const clip: OpDefinition<{ readonly min: number; readonly max: number }> = {
  infer: ([x]) => x!,
  evaluate: ([x], { min, max }) => Math.min(Math.max(x!, min), max),
};

/** Remainder, with the sign of the dividend (`fmod`, for floats) or of the divisor (for integers). */
const mod: OpDefinition<{ readonly fmod: boolean }> = {
  infer: (inputs) => ({ shape: shapeOf(inputs), dtype: inputs[0]!.dtype }),
  evaluate: ([a, b], { fmod }) => (fmod ? a! % b! : a! - Math.floor(a! / b!) * b!),
};

/** `x sigmoid(x)`. */
const silu: OpDefinition<NoAttrs> = { infer: ([x]) => x!, evaluate: ([x]) => x! / (1 + Math.exp(-x!)) };

/** Ops that compute each element separately and broadcast their inputs. */
export const elementwiseOps = {
  Abs: elementwise(Math.abs),
  Acos: elementwise(Math.acos),
  Acosh: elementwise(Math.acosh),
  Add: elementwise((a, b) => a + b),
  And: predicate((a, b) => a !== 0 && b !== 0),
  Asin: elementwise(Math.asin),
  Asinh: elementwise(Math.asinh),
  Atan: elementwise(Math.atan),
  Atanh: elementwise(Math.atanh),
  Cast: cast,
  Ceil: elementwise(Math.ceil),
  Clip: clip,
  Cos: elementwise(Math.cos),
  Cosh: elementwise(Math.cosh),
  Div: elementwise((a, b) => a / b),
  Elu: elementwise((x) => (x > 0 ? x : Math.expm1(x))),
  Equal: predicate((a, b) => a === b),
  Erf: elementwise(erf),
  Exp: elementwise(Math.exp),
  Floor: elementwise(Math.floor),
  Greater: predicate((a, b) => a > b),
  GreaterOrEqual: predicate((a, b) => a >= b),
  IsInf: predicate((x) => Math.abs(x) === Infinity),
  IsNaN: predicate(Number.isNaN),
  LeakyRelu: leakyRelu,
  Less: predicate((a, b) => a < b),
  LessOrEqual: predicate((a, b) => a <= b),
  Log: elementwise(Math.log),
  Max: elementwise(Math.max),
  Min: elementwise(Math.min),
  Mod: mod,
  Mul: elementwise((a, b) => a * b),
  Neg: elementwise((x) => -x),
  Not: predicate((x) => x === 0),
  Or: predicate((a, b) => a !== 0 || b !== 0),
  Pow: elementwise(Math.pow),
  Reciprocal: elementwise((x) => 1 / x),
  Relu: elementwise((x) => Math.max(x, 0)),
  Round: elementwise(round),
  Sigmoid: elementwise((x) => 1 / (1 + Math.exp(-x))),
  Sign: elementwise(Math.sign),
  Silu: silu,
  Sin: elementwise(Math.sin),
  Sinh: elementwise(Math.sinh),
  Softplus: elementwise((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  Sqrt: elementwise(Math.sqrt),
  Sub: elementwise((a, b) => a - b),
  Tan: elementwise(Math.tan),
  Tanh: elementwise(Math.tanh),
  Where: elementwise((condition, a, b) => (condition !== 0 ? a : b)),
  Xor: predicate((a, b) => (a !== 0) !== (b !== 0)),
};
