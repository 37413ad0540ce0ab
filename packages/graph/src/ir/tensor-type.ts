/** What numbers a value of the graph holds. */
export type DType = "float32" | "int32" | "bool";

export type Shape = readonly number[];

/** Shape and kind of a value, all known while tracing. */
export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((extent, i) => extent === b[i]);

/** Axes as counted from the front: -1 is the last. */
export const normalizeAxis = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** Shape with ones put in front, to a rank. */
export const padShape = (shape: Shape, rank: number): Shape => [
  ...new Array<number>(rank - shape.length).fill(1),
  ...shape,
];

/** The common shape of an elementwise op: trailing axes are matched, and extents of 1 stretch. */
export const broadcastShapes = (...shapes: readonly Shape[]): Shape => shapes.reduce(broadcastTwo, []);

function broadcastTwo(a: Shape, b: Shape): Shape {
  // Most are the same, or one of them is a number's: every op asks, each time that it is made.
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
