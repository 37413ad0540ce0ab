import { sizeOf } from "@tweedie/core";
import { padShape, type Shape } from "../../ir/tensor-type.ts";
import type { OnnxWriter, Operand } from "../../onnx/writer.ts";

// Broadcasts and sums that ONNX Runtime computes slowly for many short rows, and fast as matrix products with a matrix of ones.

/** Longest row that is repeated by a product. For longer ones the runtime's own broadcast is as fast. */
const longestRow = 16;

/** Number of rows below which a product is not faster. */
const fewestRows = 16;

/** Number of rows above which their sum is bound by memory, and the ones would enlarge the model. */
const mostRows = 4096;

const ones = (writer: OnnxWriter, shape: Shape): string =>
  writer.once(`ones [${shape.join()}]`, () =>
    writer.constant(new Array<number>(sizeOf(shape)).fill(1), { shape, dtype: "float32" }),
  );

/**
 * Broadcasts a value along the last axes of `shape`; undefined where it also varies along these, or where a plain broadcast is as
 * fast.
 *
 * `[128, 1]` to `[128, 2]` takes 0.8 us. An elementwise op that broadcasts by itself takes 2 us longer, and `Expand` takes 3 us.
 */
export function repeatByProduct(writer: OnnxWriter, x: Operand, shape: Shape): string | undefined {
  if (x.dtype !== "float32" || x.shape.length > shape.length) return undefined;
  const from = padShape(x.shape, shape.length);
  const kept = from.findLastIndex((extent) => extent !== 1) + 1;
  const [rows, row] = [sizeOf(from), sizeOf(shape.slice(kept))];
  if (rows !== sizeOf(shape.slice(0, kept)) || rows < fewestRows || row === 1 || row > longestRow) return undefined;
  const column = writer.reshape(x, [rows, 1]);
  const name = writer.node("Gemm", [column, ones(writer, [1, row])], { alpha: 1 });
  return writer.reshape({ name, shape: [rows, row] }, shape);
}

/** `factor` times the sum over the first `count` axes; undefined where a product is not faster. Takes a fifth of the time for `[128, 64]`. */
export function sumByProduct(writer: OnnxWriter, x: Operand, count: number, factor: number): string | undefined {
  const [rows, row] = [sizeOf(x.shape.slice(0, count)), sizeOf(x.shape.slice(count))];
  if (x.dtype !== "float32" || row === 1 || rows > mostRows) return undefined;
  const matrix = writer.reshape(x, [rows, row]);
  const name = writer.node("Gemm", [ones(writer, [1, rows]), matrix], { alpha: factor });
  return writer.reshape({ name, shape: [1, row] }, x.shape.slice(count));
}
