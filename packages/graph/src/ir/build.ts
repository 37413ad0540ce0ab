import { make, type Node, type OpName } from "./node.ts";
import { broadcastShapes, type DType, normalizeAxis, sameShape, type Shape } from "./tensor-type.ts";

/** Ops without attributes, as functions. */
export const elementwise =
  <O extends OpName>(op: O) =>
  (...inputs: Node[]): Node =>
    make(op, inputs, {} as never);

export const add = elementwise("Add");
export const sub = elementwise("Sub");
export const mul = elementwise("Mul");
export const div = elementwise("Div");
export const neg = elementwise("Neg");
export const maximum = elementwise("Max");
export const minimum = elementwise("Min");
export const sqrt = elementwise("Sqrt");
export const reciprocal = elementwise("Reciprocal");
export const exp = elementwise("Exp");
export const log = elementwise("Log");
export const floor = elementwise("Floor");
export const abs = elementwise("Abs");
export const not = elementwise("Not");
export const and = elementwise("And");
export const or = elementwise("Or");
export const equal = elementwise("Equal");
export const greater = elementwise("Greater");
export const less = elementwise("Less");
export const greaterOrEqual = elementwise("GreaterOrEqual");
export const where = elementwise("Where");

export const mod = (a: Node, b: Node): Node => make("Mod", [a, b], { fmod: a.dtype === "float32" });

export const input = (name: string, shape: Shape, dtype: DType = "float32"): Node =>
  make("Input", [], { name, shape, dtype });

/** Numbers written down, one by one. */
export const constant = (values: readonly number[], shape: Shape, dtype: DType = "float32"): Node =>
  make("Constant", [], { values, shape, dtype });

/** One number at every place of a shape: a scalar, broadcast. */
export const fill = (value: number, shape: Shape, dtype: DType = "float32"): Node =>
  expand(constant([value], [], dtype), shape);

/** The number of which a value is full, where that is known. */
export function filling(node: Node): number | undefined {
  if (node.op === "Expand" || node.op === "Reshape") return filling(node.inputs[0]!);
  return node.op === "Constant" && node.attrs.values.length === 1 ? node.attrs.values[0] : undefined;
}

export const cast = (x: Node, to: DType): Node => (x.dtype === to ? x : make("Cast", [x], { to }));
export const reshape = (x: Node, shape: Shape): Node =>
  sameShape(x.shape, shape) ? x : make("Reshape", [x], { shape });
export const expand = (x: Node, shape: Shape): Node => (sameShape(x.shape, shape) ? x : make("Expand", [x], { shape }));
export const broadcast = (x: Node, shape: Shape): Node => expand(x, broadcastShapes(x.shape, shape));
export const transpose = (x: Node, perm: readonly number[]): Node =>
  perm.every((axis, i) => axis === i) ? x : make("Transpose", [x], { perm });

export const concat = (inputs: readonly Node[], axis: number): Node =>
  inputs.length === 1 ? inputs[0]! : make("Concat", inputs, { axis });

/** The part of `x` that begins at `begin`, of extents `size`, with every `strides`-th element. */
export function slice(x: Node, begin: Shape, size: Shape, strides: Shape = size.map(() => 1)): Node {
  const whole = sameShape(size, x.shape) && strides.every((stride) => stride === 1);
  return whole ? x : make("Slice", [x], { begin, size, strides });
}

/** A part along one axis. */
export const sliceAxis = (x: Node, axis: number, begin: number, size: number): Node =>
  slice(
    x,
    x.shape.map((_, i) => (i === axis ? begin : 0)),
    x.shape.with(axis, size),
  );

/** One of the parts, of extents `sizes` along an axis, that a value is cut into. */
export const part = (x: Node, axis: number, sizes: readonly number[], index: number): Node =>
  make("Part", [x], { axis, sizes, index });

/** Zeros, or `value`, around `x`. */
export const pad = (x: Node, before: Shape, after: Shape, value = 0): Node =>
  before.some(Boolean) || after.some(Boolean) ? make("Pad", [x], { before, after, value, mode: "constant" }) : x;

export const matMul = (a: Node, b: Node, transposeA = false, transposeB = false, alpha = 1): Node =>
  make("MatMul", [a, b], { transposeA, transposeB, alpha });

export type Reduction = "ReduceMax" | "ReduceMean" | "ReduceMin" | "ReduceProd" | "ReduceSum";

/** A reduction over some axes, or over all of them where none are named. */
export function reduce(op: Reduction, x: Node, axis?: number | readonly number[] | null, keepDims = false): Node {
  const named = axis === undefined || axis === null ? x.shape.map((_, i) => i) : [axis].flat();
  const axes = named.map((i) => normalizeAxis(i, x.shape.length)).sort((a, b) => a - b);
  const reduced = axes.length === 0 ? x : make(op, [x], { axes });
  return keepDims
    ? reshape(
        reduced,
        x.shape.map((extent, i) => (axes.includes(i) ? 1 : extent)),
      )
    : reduced;
}
