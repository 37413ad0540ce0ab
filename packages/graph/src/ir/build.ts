import { createNode, type Node, type OpName } from "./node.ts";
import { broadcastShapes, type DType, normalizeAxis, sameShape, type Shape } from "./tensor-type.ts";

/** Function that applies an op without attributes. */
export const elementwise =
  <O extends OpName>(op: O) =>
  (...inputs: Node[]): Node =>
    createNode(op, inputs, {} as never);

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

export const mod = (a: Node, b: Node): Node => createNode("Mod", [a, b], { fmod: a.dtype === "float32" });

export const input = (name: string, shape: Shape, dtype: DType = "float32"): Node =>
  createNode("Input", [], { name, shape, dtype });

/** Literal values. */
export const constant = (values: readonly number[], shape: Shape, dtype: DType = "float32"): Node =>
  createNode("Constant", [], { values, shape, dtype });

/** A uniform constant, as a broadcast scalar. */
export const fill = (value: number, shape: Shape, dtype: DType = "float32"): Node =>
  expand(constant([value], [], dtype), shape);

/** Value of a uniform constant; undefined for any other node. */
export function constantFill(node: Node): number | undefined {
  if (node.op === "Expand" || node.op === "Reshape") return constantFill(node.inputs[0]!);
  return node.op === "Constant" && node.attrs.values.length === 1 ? node.attrs.values[0] : undefined;
}

export const cast = (x: Node, to: DType): Node => (x.dtype === to ? x : createNode("Cast", [x], { to }));
export const reshape = (x: Node, shape: Shape): Node =>
  sameShape(x.shape, shape) ? x : createNode("Reshape", [x], { shape });
export const expand = (x: Node, shape: Shape): Node =>
  sameShape(x.shape, shape) ? x : createNode("Expand", [x], { shape });
export const broadcast = (x: Node, shape: Shape): Node => expand(x, broadcastShapes(x.shape, shape));
export const transpose = (x: Node, perm: readonly number[]): Node =>
  perm.every((axis, i) => axis === i) ? x : createNode("Transpose", [x], { perm });

/** `x`, computed after `others`. */
export const after = (x: Node, others: readonly Node[]): Node =>
  others.length === 0 ? x : createNode("After", [x, ...others], {});

export const concat = (inputs: readonly Node[], axis: number): Node =>
  inputs.length === 1 ? inputs[0]! : createNode("Concat", inputs, { axis });

/** Strided slice of `x` from `begin`, with the extents `size`. */
export function slice(x: Node, begin: Shape, size: Shape, strides: Shape = size.map(() => 1)): Node {
  const whole = sameShape(size, x.shape) && strides.every((stride) => stride === 1);
  return whole ? x : createNode("Slice", [x], { begin, size, strides });
}

/** Contiguous slice along one axis. */
export const sliceAxis = (x: Node, axis: number, begin: number, size: number): Node =>
  slice(
    x,
    x.shape.map((_, i) => (i === axis ? begin : 0)),
    x.shape.with(axis, size),
  );

/** Result `index` of a split along an axis into parts of extents `sizes`. */
export const splitPart = (x: Node, axis: number, sizes: readonly number[], index: number): Node =>
  createNode("SplitPart", [x], { axis, sizes, index });

/** Constant padding. */
export const pad = (x: Node, before: Shape, after: Shape, value = 0): Node =>
  before.some(Boolean) || after.some(Boolean) ? createNode("Pad", [x], { before, after, value, mode: "constant" }) : x;

export const matMul = (a: Node, b: Node, transposeA = false, transposeB = false, alpha = 1): Node =>
  createNode("MatMul", [a, b], { transposeA, transposeB, alpha });

export type Reduction = "ReduceMax" | "ReduceMean" | "ReduceMin" | "ReduceProd" | "ReduceSum";

/** Reduces the given axes; all axes by default. */
export function reduce(op: Reduction, x: Node, axis?: number | readonly number[] | null, keepDims = false): Node {
  const named = axis === undefined || axis === null ? x.shape.map((_, i) => i) : [axis].flat();
  const axes = named.map((i) => normalizeAxis(i, x.shape.length)).sort((a, b) => a - b);
  const reduced = axes.length === 0 ? x : createNode(op, [x], { axes });
  return keepDims
    ? reshape(
        reduced,
        x.shape.map((extent, i) => (axes.includes(i) ? 1 : extent)),
      )
    : reduced;
}
