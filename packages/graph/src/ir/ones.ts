import { sizeOf } from "@tweedie/core";
import type { OnnxWriter } from "../onnx/writer.ts";
import type { Operand } from "./op.ts";
import { padShape, type Shape } from "./tensor-type.ts";

// What ONNX Runtime is slow at where it has many short rows, and fast at as a product of matrices, one of which is full of ones.

/** Rows up to this length are repeated by a product. Of longer ones the runtime's own broadcast is as fast. */
const longestRow = 16;

/** Below this many rows nothing is to be gained. */
const fewestRows = 16;

/** Beyond this many rows their sum is bound by memory, and the ones would lengthen the model. */
const mostRows = 4096;

const ones = (writer: OnnxWriter, shape: Shape): string =>
  writer.once(`ones [${shape.join()}]`, () =>
    writer.constant(new Array<number>(sizeOf(shape)).fill(1), { shape, dtype: "float32" }),
  );

/**
 * A value that has extent 1 in the last axes of `shape` and all others whole, repeated along them; undefined where it is another
 * or a broadcast does as well. Of `[128, 1]` to `[128, 2]` it takes 0.8 us, a product that broadcasts by itself 2 us more than
 * one that need not, and `Expand` 3 us.
 */
export function repeated(writer: OnnxWriter, x: Operand, shape: Shape): string | undefined {
  if (writer.portable || x.dtype !== "float32" || x.shape.length > shape.length) return undefined;
  const from = padShape(x.shape, shape.length);
  const kept = from.findLastIndex((extent) => extent !== 1) + 1;
  const [rows, row] = [sizeOf(from), sizeOf(shape.slice(kept))];
  if (rows !== sizeOf(shape.slice(0, kept)) || rows < fewestRows || row === 1 || row > longestRow) return undefined;
  const column = writer.reshape(x, [rows, 1]);
  const name = writer.node("Gemm", [column, ones(writer, [1, row])], { alpha: 1 });
  return writer.reshape({ name, shape: [rows, row] }, shape);
}

/** `factor` times the sum over the first `count` axes; undefined where it is to be written otherwise. Of `[128, 64]` a fifth of the time. */
export function sumOfFirst(writer: OnnxWriter, x: Operand, count: number, factor: number): string | undefined {
  const [rows, row] = [sizeOf(x.shape.slice(0, count)), sizeOf(x.shape.slice(count))];
  if (writer.portable || x.dtype !== "float32" || row === 1 || rows > mostRows) return undefined;
  const matrix = writer.reshape(x, [rows, row]);
  const name = writer.node("Gemm", [ones(writer, [1, rows]), matrix], { alpha: factor });
  return writer.reshape({ name, shape: [1, row] }, x.shape.slice(count));
}
