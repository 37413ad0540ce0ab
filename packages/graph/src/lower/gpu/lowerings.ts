import type { AttrsOf, PortableOp } from "../../ir/node.ts";
import type { OnnxWriter, Operand } from "../../onnx/writer.ts";
import type { Lowering, Lowerings } from "../lowering.ts";
import { standardLowerings } from "../standard/lowerings.ts";

/** Ops that ONNX Runtime's WebGPU provider lacks, and that other ops do not compute exactly: shaders may assume that no value is NaN. */
export type MissingOp = "IsInf" | "IsNaN" | "Mod";

const scalar = (writer: OnnxWriter, value: number): string => writer.scalar(value, "float32");

/** A logical op, by arithmetic on zeros and ones. */
const logical =
  (combine: (writer: OnnxWriter, ...operands: string[]) => string): Lowering<unknown> =>
  (writer, inputs) => {
    const numbers = inputs.map((input) => writer.node("Cast", [input], { to: writer.elementType("float32") }));
    return writer.node("Greater", [combine(writer, ...numbers), scalar(writer, 0.5)]);
  };

/** The value where a condition holds, and another one elsewhere. */
const choose = (writer: OnnxWriter, condition: string, value: string, other: string): string =>
  writer.node("Where", [condition, value, other]);

function sign(writer: OnnxWriter, x: Operand): string {
  const zero = scalar(writer, 0);
  const negative = choose(writer, writer.node("Less", [x, zero]), scalar(writer, -1), zero);
  return choose(writer, writer.node("Greater", [x, zero]), scalar(writer, 1), negative);
}

/** Rounds to the nearest integer, and halves to even numbers. */
function round(writer: OnnxWriter, x: Operand): string {
  const down = writer.node("Floor", [x]);
  const up = writer.node("Add", [down, scalar(writer, 1)]);
  const half = writer.node("Floor", [writer.node("Mul", [up, scalar(writer, 0.5)])]);
  const even = writer.node("Mul", [half, scalar(writer, 2)]);
  const rest = writer.node("Sub", [x, down]);
  const above = choose(writer, writer.node("Greater", [rest, scalar(writer, 0.5)]), up, even);
  return choose(writer, writer.node("Less", [rest, scalar(writer, 0.5)]), down, above);
}

/** Index of the first element of an axis that is the extreme one: the least of the indices of all such elements. */
const argument =
  (reduction: "ReduceMax" | "ReduceMin"): Lowering<AttrsOf<"ArgMax">> =>
  (writer, [x], { axis }) => {
    const axes = writer.int64([axis]);
    const extent = x!.shape[axis]!;
    const indices = writer.constant(
      Array.from({ length: extent }, (_, i) => i),
      { shape: x!.shape.map((_, i) => (i === axis ? extent : 1)), dtype: "float32" },
    );
    const isExtreme = writer.node("Equal", [x!, writer.node(reduction, [x!, axes], { keepdims: 1 })]);
    const candidates = choose(writer, isExtreme, indices, scalar(writer, extent - 1));
    const index = writer.node("ReduceMin", [candidates, axes], { keepdims: 0 });
    return writer.node("Cast", [index], { to: writer.elementType("int32") });
  };

/** Lowering for ONNX Runtime's WebGPU provider, which has most standard ops. */
export const gpuLowerings: Lowerings<Exclude<PortableOp, MissingOp>> = {
  ...standardLowerings,
  // The provider cannot compute shapes, so values are computed in any order.
  After: (_, [x]) => x!.name,
  ArgMax: argument("ReduceMax"),
  ArgMin: argument("ReduceMin"),
  And: logical((writer, a, b) => writer.node("Mul", [a!, b!])),
  Not: logical((writer, a) => writer.node("Sub", [scalar(writer, 1), a!])),
  Or: logical((writer, a, b) => writer.node("Add", [a!, b!])),
  Round: (writer, [x]) => round(writer, x!),
  Sign: (writer, [x]) => sign(writer, x!),
  Xor: logical((writer, a, b) => writer.node("Abs", [writer.node("Sub", [a!, b!])])),
};
