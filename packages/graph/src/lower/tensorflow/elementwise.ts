import type { AttrsOf } from "../../ir/node.ts";
import type { elementwiseOps } from "../../ir/ops/elementwise.ts";
import type { NoAttrs } from "../../ir/ops/op-definition.ts";
import type { FunctionWriter } from "../../function-def/writer.ts";
import type { TensorflowOp } from "../../function-def/op-results.ts";
import type { DType } from "../../ir/tensor-type.ts";
import type { Lowering, Lowerings } from "../lowering.ts";

/** Attribute `T` of an op: the element type of its inputs. */
export const typeOf = ({ dtype }: { readonly dtype: DType }) => ({ T: { type: dtype } }) as const;

/** Attribute `T` of an op on floats. */
export const float = typeOf({ dtype: "float32" });

/** An op that broadcasts its inputs, as TensorFlow's do. */
const elementwise =
  (op: TensorflowOp): Lowering<NoAttrs, FunctionWriter> =>
  (writer, inputs) =>
    writer.node(op, inputs, typeOf(inputs.at(-1)!));

/** An op on truth values. */
const logical =
  (op: TensorflowOp): Lowering<NoAttrs, FunctionWriter> =>
  (writer, inputs) =>
    writer.node(op, inputs);

const clip: Lowering<AttrsOf<"Clip">, FunctionWriter> = (writer, [x], { min, max }) => {
  const bound = (value: number) => writer.constant([value], { shape: [], dtype: x!.dtype });
  return writer.node("Minimum", [writer.node("Maximum", [x!, bound(min)], typeOf(x!)), bound(max)], typeOf(x!));
};

export const elementwiseLowerings: Lowerings<keyof typeof elementwiseOps, FunctionWriter> = {
  Abs: elementwise("Abs"),
  Acos: elementwise("Acos"),
  Acosh: elementwise("Acosh"),
  Add: elementwise("AddV2"),
  And: logical("LogicalAnd"),
  Asin: elementwise("Asin"),
  Asinh: elementwise("Asinh"),
  Atan: elementwise("Atan"),
  Atanh: elementwise("Atanh"),
  Cast: (writer, [x], { to }) => writer.node("Cast", [x!], { SrcT: { type: x!.dtype }, DstT: { type: to } }),
  Ceil: elementwise("Ceil"),
  Clip: clip,
  Cos: elementwise("Cos"),
  Cosh: elementwise("Cosh"),
  Div: elementwise("Div"),
  Elu: elementwise("Elu"),
  Equal: elementwise("Equal"),
  Erf: elementwise("Erf"),
  Exp: elementwise("Exp"),
  Floor: elementwise("Floor"),
  Greater: elementwise("Greater"),
  GreaterOrEqual: elementwise("GreaterEqual"),
  IsInf: elementwise("IsInf"),
  IsNaN: elementwise("IsNan"),
  LeakyRelu: (writer, [x], { alpha }) => writer.node("LeakyRelu", [x!], { ...float, alpha: { float: alpha } }),
  Less: elementwise("Less"),
  LessOrEqual: elementwise("LessEqual"),
  Log: elementwise("Log"),
  Max: elementwise("Maximum"),
  Min: elementwise("Minimum"),
  Mod: (writer, inputs, { fmod }) => writer.node(fmod ? "TruncateMod" : "FloorMod", inputs, typeOf(inputs[0]!)),
  Mul: elementwise("Mul"),
  Neg: elementwise("Neg"),
  Not: logical("LogicalNot"),
  Or: logical("LogicalOr"),
  Pow: elementwise("Pow"),
  Reciprocal: elementwise("Reciprocal"),
  Relu: elementwise("Relu"),
  Round: elementwise("Round"),
  Sigmoid: elementwise("Sigmoid"),
  Sign: elementwise("Sign"),
  Silu: (writer, [x]) => writer.node("Mul", [x!, writer.node("Sigmoid", [x!], float)], float),
  Sin: elementwise("Sin"),
  Sinh: elementwise("Sinh"),
  Softplus: elementwise("Softplus"),
  Sqrt: elementwise("Sqrt"),
  Sub: elementwise("Sub"),
  Tan: elementwise("Tan"),
  Tanh: elementwise("Tanh"),
  Where: elementwise("SelectV2"),
  Xor: elementwise("NotEqual"),
};
