import type { AttrsOf } from "../../ir/node.ts";
import type { leafOps } from "../../ir/ops/leaves.ts";
import type { shapeOps } from "../../ir/ops/shape.ts";
import type { FunctionWriter } from "../../function-def/writer.ts";
import type { Operand } from "../../onnx/finish-model.ts";
import type { Lowering, Lowerings } from "../lowering.ts";
import { typeOf } from "./elementwise.ts";

export const leafLowerings: Lowerings<keyof typeof leafOps, FunctionWriter> = {
  Constant: (writer, _, { values, shape, dtype }) => writer.constant(values, { shape, dtype }),
  Input: (writer, _, { name, shape, dtype }) => writer.input(name, { shape, dtype }),
};

const int32 = { type: "int32" } as const;

/** Contiguous part of a value. */
const part = (writer: FunctionWriter, x: Operand, begin: readonly number[], size: readonly number[]): string =>
  writer.node("Slice", [x, writer.integers(begin), writer.integers(size)], { ...typeOf(x), Index: int32 });

const slice: Lowering<AttrsOf<"Slice">, FunctionWriter> = (writer, [x], { begin, size, strides }) => {
  if (strides.every((stride) => stride === 1)) return part(writer, x!, begin, size);
  const ends = size.map((extent, axis) => begin[axis]! + (extent - 1) * strides[axis]! + Math.sign(strides[axis]!));
  // TensorFlow reads -1 as the last element. With its bit in the mask, an axis ends where the value does.
  const endMask = ends.reduce((mask, end, axis) => (end < 0 ? mask | (1 << axis) : mask), 0);
  const bounds = [begin, ends, strides].map((numbers) => writer.integers(numbers));
  return writer.node("StridedSlice", [x!, ...bounds], { ...typeOf(x!), Index: int32, end_mask: endMask });
};

const splitPart: Lowering<AttrsOf<"SplitPart">, FunctionWriter> = (writer, [x], { axis, sizes, index }, { shape }) => {
  const offset = sizes.slice(0, index).reduce((sum, size) => sum + size, 0);
  return part(
    writer,
    x!,
    shape.map((_, i) => (i === axis ? offset : 0)),
    shape,
  );
};

const pad: Lowering<AttrsOf<"Pad">, FunctionWriter> = (writer, [x], { before, after, mode, value }) => {
  const pairs = before.flatMap((extent, axis) => [extent, after[axis]!]);
  const paddings = writer.constant(pairs, { shape: [before.length, 2], dtype: "int32" });
  if (mode === "reflect") return writer.node("MirrorPad", [x!, paddings], { ...typeOf(x!), mode: { text: "REFLECT" } });
  const fill = writer.constant([value], { shape: [], dtype: x!.dtype });
  return writer.node("PadV2", [x!, paddings, fill], typeOf(x!));
};

export const shapeLowerings: Lowerings<keyof typeof shapeOps, FunctionWriter> = {
  // XLA computes the results of a barrier when it has all its inputs.
  After: (writer, inputs) =>
    writer.node("XlaOptimizationBarrier", inputs, { T: { types: inputs.map(({ dtype }) => dtype) } }),
  Concat: (writer, inputs, { axis }) =>
    writer.node("ConcatV2", [...inputs, writer.integers(axis)], { ...typeOf(inputs[0]!), N: inputs.length }),
  Expand: (writer, [x], { shape }) => writer.node("BroadcastTo", [x!, writer.integers(shape)], typeOf(x!)),
  Gather: (writer, [x, indices], { axis }) =>
    writer.node("GatherV2", [x!, indices!, writer.integers(axis)], {
      Tparams: { type: x!.dtype },
      Tindices: { type: indices!.dtype },
      Taxis: int32,
    }),
  Pad: pad,
  Reshape: (writer, [x], { shape }) => writer.node("Reshape", [x!, writer.integers(shape)], typeOf(x!)),
  Slice: slice,
  SplitPart: splitPart,
  Tile: (writer, [x], { repeats }) => writer.node("Tile", [x!, writer.integers(repeats)], typeOf(x!)),
  Transpose: (writer, [x], { perm }) => writer.node("Transpose", [x!, writer.integers(perm)], typeOf(x!)),
};
