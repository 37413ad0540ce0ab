import { sizeOf } from "@tweedie/core";
import {
  add,
  broadcast,
  elementwise,
  expand,
  fill,
  filling,
  matMul,
  mul,
  neg,
  reciprocal,
  reduce,
  type Reduction,
  reshape,
  sqrt,
  sub,
  transpose,
} from "../ir/build.ts";
import type { Node, NodeOf, OpName } from "../ir/node.ts";
import { broadcastShapes, sameShape } from "../ir/tensor-type.ts";

/** Applies the identities of arithmetic and of shapes. What is multiplied by zero is taken to be finite. */
export function simplify(node: Node): Node {
  const rule = rules[node.op] as ((node: Node) => Node | undefined) | undefined;
  return rule?.(node) ?? node;
}

type Rules = { readonly [O in OpName]?: (node: NodeOf<O>) => Node | undefined };

/** The input of a node of an op. */
const inner = (node: Node, op: OpName): Node | undefined => (node.op === op ? node.inputs[0] : undefined);

/** A product with a number, taken apart. */
export function scaled(node: Node): { x: Node; factor: number } | undefined {
  if (node.op !== "Mul" || node.dtype !== "float32") return undefined;
  const [a, b] = node.inputs as [Node, Node];
  const [left, right] = [filling(a), filling(b)];
  if (right !== undefined && b.shape.length === 0) return { x: a, factor: right };
  return left !== undefined && a.shape.length === 0 ? { x: b, factor: left } : undefined;
}

const scale = (x: Node, factor: number): Node => mul(x, fill(Math.fround(factor), [], x.dtype));

/** `(x s) t = x (s t)` and `(x + s) + t = x + (s + t)`, where `s` and `t` are broadcast. */
function smallFirst(op: "Add" | "Mul", inner: Node, t: Node): Node | undefined {
  if (inner.op !== op || sizeOf(t.shape) >= sizeOf(inner.shape)) return undefined;
  for (const [x, s] of [inner.inputs, inner.inputs.toReversed()] as [Node, Node][]) {
    const isSmall = sizeOf(broadcastShapes(s.shape, t.shape)) < sizeOf(inner.shape);
    if (!sameShape(x.shape, inner.shape) || s.shape.length === 0 || !isSmall) continue;
    return elementwise(op)(x, elementwise(op)(s, t));
  }
  return undefined;
}

/** The order of the axes swaps the last two and leaves the others. */
const swapsLastTwo = (perm: readonly number[]): boolean =>
  perm.length >= 2 &&
  perm.every((axis, i) => axis === (i < perm.length - 2 ? i : i === perm.length - 2 ? i + 1 : i - 1));

const rules: Rules = {
  Add: ({ inputs, shape }) => {
    const [a, b] = inputs as [Node, Node];
    if (filling(b) === 0) return broadcast(a, shape);
    if (filling(a) === 0) return broadcast(b, shape);
    if (b.op === "Neg") return sub(a, b.inputs[0]!);
    if (a.op === "Neg") return sub(b, a.inputs[0]!);
    return smallFirst("Add", a, b) ?? smallFirst("Add", b, a);
  },
  Sub: ({ inputs, shape }) => {
    const [a, b] = inputs as [Node, Node];
    if (filling(b) === 0) return broadcast(a, shape);
    if (filling(a) === 0) return broadcast(neg(b), shape);
    return b.op === "Neg" ? add(a, b.inputs[0]!) : undefined;
  },
  Mul: ({ inputs, shape, dtype }) => {
    for (const [x, other] of [inputs, inputs.toReversed()] as [Node, Node][]) {
      const factor = filling(other);
      if (factor === 0) return fill(0, shape, dtype);
      if (factor === 1) return broadcast(x, shape);
      if (factor === -1) return broadcast(neg(x), shape);
      if (factor === undefined || other.shape.length > 0) continue;
      const product = scaled(x);
      if (product) return scale(product.x, product.factor * factor);
      if (x.op === "Neg") return scale(x.inputs[0]!, -factor);
    }
    const [a, b] = inputs as [Node, Node];
    if (a.op === "Neg" && b.op === "Neg") return mul(a.inputs[0]!, b.inputs[0]!);
    const small = smallFirst("Mul", a, b) ?? smallFirst("Mul", b, a);
    if (small) return small;
    // A number goes to the smaller tensor, or comes last, where it may meet another.
    const product = scaled(a) ?? scaled(b);
    const other = scaled(a) ? b : a;
    if (!product || sizeOf(product.x.shape) < sizeOf(shape)) return undefined;
    if (sizeOf(other.shape) < sizeOf(shape)) return mul(product.x, scale(other, product.factor));
    return scale(mul(product.x, other), product.factor);
  },
  ReduceMax: simplifyReduction,
  ReduceMean: simplifyReduction,
  ReduceMin: simplifyReduction,
  ReduceSum: simplifyReduction,
  Div: ({ inputs, shape, dtype }) => {
    const [a, b] = inputs as [Node, Node];
    if (filling(b) === 1) return broadcast(a, shape);
    if (filling(a) === 0) return fill(0, shape, dtype);
    return filling(a) === 1 && dtype === "float32" ? broadcast(reciprocal(b), shape) : undefined;
  },
  Neg: ({ inputs }) => {
    const x = inputs[0]!;
    if (x.op === "Sub") return sub(x.inputs[1]!, x.inputs[0]!);
    const product = scaled(x);
    return product ? scale(product.x, -product.factor) : inner(x, "Neg");
  },
  Pow: ({ inputs, shape, dtype }) => {
    const [x, exponent] = inputs as [Node, Node];
    if (dtype !== "float32") return undefined;
    const power = powers.get(filling(exponent) ?? Number.NaN);
    return power && broadcast(power(x), shape);
  },
  Not: ({ inputs }) => inner(inputs[0]!, "Not"),
  Cast: ({ inputs, dtype }) => (inputs[0]!.dtype === dtype ? inputs[0] : undefined),
  Where: ({ inputs, shape }) => {
    const [condition, a, b] = inputs as [Node, Node, Node];
    if (a === b) return broadcast(a, shape);
    const answer = filling(condition);
    return answer === undefined ? undefined : broadcast(answer ? a : b, shape);
  },
  Reshape: ({ inputs, shape }) => {
    const x = inner(inputs[0]!, "Reshape") ?? inputs[0]!;
    const reshaped = reshape(x, shape);
    return x === inputs[0] && reshaped.op === "Reshape" && reshaped !== x ? undefined : reshaped;
  },
  Expand: ({ inputs, shape }) => {
    const x = inner(inputs[0]!, "Expand");
    return x && expand(x, shape);
  },
  Transpose: ({ inputs, attrs: { perm }, shape }) => {
    const x = inputs[0]!;
    if (x.op === "Transpose") return transpose(x.inputs[0]!, perm.map((axis) => x.attrs.perm[axis]!)); // prettier-ignore
    const moved = perm.filter((axis) => x.shape[axis] !== 1);
    if (moved.every((axis, i) => i === 0 || axis > moved[i - 1]!)) return reshape(x, shape);
    if (x.op !== "MatMul" || !swapsLastTwo(perm)) return undefined;
    const { transposeA, transposeB, alpha } = x.attrs;
    return matMul(x.inputs[1]!, x.inputs[0]!, !transposeB, !transposeA, alpha);
  },
  MatMul: ({ inputs, attrs: { transposeA, transposeB, alpha }, shape, dtype }) => {
    if (inputs.some((x) => filling(x) === 0)) return fill(0, shape, dtype);
    const swapped = inputs.map((x) => x.op === "Transpose" && swapsLastTwo(x.attrs.perm));
    if (!swapped[0] && !swapped[1]) return undefined;
    const [a, b] = inputs.map((x, i) => (swapped[i] ? x.inputs[0]! : x)) as [Node, Node];
    return matMul(a, b, transposeA !== swapped[0], transposeB !== swapped[1], alpha);
  },
};

/** A reduction of axes of extent 1, of zeros, or of a product with a number. */
function simplifyReduction(node: NodeOf<Reduction>): Node | undefined {
  const [x] = node.inputs as [Node];
  const { op, attrs, shape, dtype } = node;
  if (filling(x) === 0) return fill(0, shape, dtype);
  if (sizeOf(x.shape) === sizeOf(shape)) return reshape(x, shape);
  const long = attrs.axes.filter((axis) => x.shape[axis] !== 1);
  if (long.length < attrs.axes.length) return reshape(reduce(op, x, long), shape);
  const product = op === "ReduceSum" || op === "ReduceMean" ? scaled(x) : undefined;
  return product && scale(reduce(op, product.x, attrs.axes), product.factor);
}

/** Powers that are cheaper, and more exact, by other ops. */
const powers = new Map<number, (x: Node) => Node>([
  [-1, reciprocal],
  [-0.5, (x) => reciprocal(sqrt(x))],
  [0, (x) => fill(1, x.shape)],
  [0.5, sqrt],
  [1, (x) => x],
  [1.5, (x) => mul(x, sqrt(x))],
  [2, (x) => mul(x, x)],
  [3, (x) => mul(mul(x, x), x)],
]);
