/** Element type of a value of the graph. */
export type DType = "float32" | "int32" | "bool";

export type Shape = readonly number[];

/** Shape and element type of a value. Both are known while tracing. */
export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((extent, i) => extent === b[i]);

/** Index of an axis counted from the front; -1 is the last axis. */
export const normalizeAxis = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** Shape with leading ones up to a rank. */
export const padShape = (shape: Shape, rank: number): Shape => [
  ...new Array<number>(rank - shape.length).fill(1),
  ...shape,
];

/**
 * Common shape of the inputs of an elementwise op: trailing axes are matched, and extents of 1 are repeated.
 *
 * @throws Error where two extents differ and neither is 1.
 */
export const broadcastShapes = (...shapes: readonly Shape[]): Shape => shapes.reduce(broadcastTwo, []);

function broadcastTwo(a: Shape, b: Shape): Shape {
  // Fast paths for equal shapes and scalars, the most frequent cases: every new node infers its shape here.
  if (b.length === 0 || sameShape(a, b)) return a;
  if (a.length === 0) return b;
  const rank = Math.max(a.length, b.length);
  const [left, right] = [padShape(a, rank), padShape(b, rank)];
  return left.map((extent, axis) => {
    const other = right[axis]!;
    if (extent !== other && extent !== 1 && other !== 1) {
      throw new Error(`shapes do not broadcast: [${a.join()}] and [${b.join()}]`);
    }
    return extent === 1 ? other : extent;
  });
}
