import type { elementwiseOps } from "../../ir/ops/elementwise.ts";
import type { NoAttrs } from "../../ir/ops/op-definition.ts";
import type { TensorType } from "../../ir/tensor-type.ts";
import type { OnnxWriter, Operand } from "../../onnx/writer.ts";
import type { Lowering, Lowerings } from "../lowering.ts";

/** Operands of an elementwise node, in shapes that the runtime broadcasts fast. */
export type BroadcastOperands = (
  writer: OnnxWriter,
  inputs: readonly Operand[],
  result: TensorType,
) => readonly (Operand | string)[];

/** Lowering of the elementwise ops. */
export function createElementwiseLowerings(operands: BroadcastOperands): Lowerings<keyof typeof elementwiseOps> {
  const elementwise =
    (opType: string): Lowering<NoAttrs> =>
    (writer, inputs, _, result) =>
      writer.node(opType, operands(writer, inputs, result));
  return {
    Abs: elementwise("Abs"),
    Acos: elementwise("Acos"),
    Acosh: elementwise("Acosh"),
    Add: elementwise("Add"),
    And: elementwise("And"),
    Asin: elementwise("Asin"),
    Asinh: elementwise("Asinh"),
    Atan: elementwise("Atan"),
    Atanh: elementwise("Atanh"),
    Cast: (writer, inputs, { to }) => writer.node("Cast", inputs, { to: writer.elementType(to) }),
    Ceil: elementwise("Ceil"),
    Clip: (writer, [x], { min, max }) =>
      writer.node("Clip", [x!, writer.scalar(min, x!.dtype), writer.scalar(max, x!.dtype)]),
    Cos: elementwise("Cos"),
    Cosh: elementwise("Cosh"),
    Div: elementwise("Div"),
    Elu: elementwise("Elu"),
    Equal: elementwise("Equal"),
    Erf: elementwise("Erf"),
    Exp: elementwise("Exp"),
    Floor: elementwise("Floor"),
    Greater: elementwise("Greater"),
    GreaterOrEqual: elementwise("GreaterOrEqual"),
    IsInf: elementwise("IsInf"),
    IsNaN: elementwise("IsNaN"),
    LeakyRelu: (writer, inputs, { alpha }) => writer.node("LeakyRelu", inputs, { alpha }),
    Less: elementwise("Less"),
    LessOrEqual: elementwise("LessOrEqual"),
    Log: elementwise("Log"),
    Max: elementwise("Max"),
    Min: elementwise("Min"),
    Mod: (writer, inputs, { fmod }) => writer.node("Mod", inputs, { fmod: Number(fmod) }),
    Mul: elementwise("Mul"),
    Neg: elementwise("Neg"),
    Not: elementwise("Not"),
    Or: elementwise("Or"),
    Pow: elementwise("Pow"),
    Reciprocal: elementwise("Reciprocal"),
    Relu: elementwise("Relu"),
    Round: elementwise("Round"),
    Sigmoid: elementwise("Sigmoid"),
    Sign: elementwise("Sign"),
    // Opset 21 has no SiLU.
    Silu: (writer, [x]) => writer.node("Mul", [x!, writer.node("Sigmoid", [x!])]),
    Sin: elementwise("Sin"),
    Sinh: elementwise("Sinh"),
    Softplus: elementwise("Softplus"),
    Sqrt: elementwise("Sqrt"),
    Sub: elementwise("Sub"),
    Tan: elementwise("Tan"),
    Tanh: elementwise("Tanh"),
    Where: elementwise("Where"),
    Xor: elementwise("Xor"),
  };
}
