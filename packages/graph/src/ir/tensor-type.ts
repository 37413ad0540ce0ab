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
export function broadcastShapes(...shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const padded = shapes.map((shape) => padShape(shape, rank));
  return Array.from({ length: rank }, (_, axis) => {
    const extents = padded.map((shape) => shape[axis]!).filter((extent) => extent !== 1);
    const extent = extents[0] ?? 1;
    if (extents.some((other) => other !== extent)) {
      throw new Error(`shapes do not broadcast: ${shapes.map((shape) => `[${shape.join()}]`).join(" and ")}`);
    }
    return extent;
  });
}
