import { sizeOf } from "@tweedie/core";
import { add, broadcast, constantFill, elementwise, fill, mul, neg, reciprocal, sqrt, sub } from "../../ir/build.ts";
import type { Node } from "../../ir/node.ts";
import { broadcastShapes, sameShape } from "../../ir/tensor-type.ts";
import { inputOf, matchScaled, operandOrders, scaleBy } from "../rewriting/patterns.ts";
import type { RulesByOp } from "../rewriting/rule.ts";

/** Identities of elementwise ops. `0 * x -> 0` assumes that x is finite. */
export const arithmeticIdentities: RulesByOp = {
  Add: ({ inputs, shape }) => {
    const [a, b] = inputs as [Node, Node];
    if (constantFill(b) === 0) return broadcast(a, shape);
    if (constantFill(a) === 0) return broadcast(b, shape);
    if (b.op === "Neg") return sub(a, b.inputs[0]!);
    if (a.op === "Neg") return sub(b, a.inputs[0]!);
    return smallFirst("Add", a, b) ?? smallFirst("Add", b, a);
  },
  Sub: ({ inputs, shape }) => {
    const [a, b] = inputs as [Node, Node];
    if (constantFill(b) === 0) return broadcast(a, shape);
    if (constantFill(a) === 0) return broadcast(neg(b), shape);
    return b.op === "Neg" ? add(a, b.inputs[0]!) : undefined;
  },
  Mul: (node) => {
    const { inputs, shape, dtype } = node;
    for (const [x, other] of operandOrders(node)) {
      const factor = constantFill(other);
      if (factor === 0) return fill(0, shape, dtype);
      if (factor === 1) return broadcast(x, shape);
      if (factor === -1) return broadcast(neg(x), shape);
      if (factor === undefined || other.shape.length > 0) continue;
      const product = matchScaled(x);
      if (product) return scaleBy(product.x, product.factor * factor);
      if (x.op === "Neg") return scaleBy(x.inputs[0]!, -factor);
    }
    const [a, b] = inputs as [Node, Node];
    if (a.op === "Neg" && b.op === "Neg") return mul(a.inputs[0]!, b.inputs[0]!);
    return smallFirst("Mul", a, b) ?? smallFirst("Mul", b, a) ?? moveScale(a, b, sizeOf(shape));
  },
  Div: ({ inputs, shape, dtype }) => {
    const [a, b] = inputs as [Node, Node];
    if (constantFill(b) === 1) return broadcast(a, shape);
    if (constantFill(a) === 0) return fill(0, shape, dtype);
    return constantFill(a) === 1 && dtype === "float32" ? broadcast(reciprocal(b), shape) : undefined;
  },
  Neg: ({ inputs }) => {
    const x = inputs[0]!;
    if (x.op === "Sub") return sub(x.inputs[1]!, x.inputs[0]!);
    const product = matchScaled(x);
    return product ? scaleBy(product.x, -product.factor) : inputOf(x, "Neg");
  },
  Pow: ({ inputs, shape, dtype }) => {
    const [x, exponent] = inputs as [Node, Node];
    if (dtype !== "float32") return undefined;
    const power = powers.get(constantFill(exponent) ?? Number.NaN);
    return power && broadcast(power(x), shape);
  },
  Not: ({ inputs }) => inputOf(inputs[0]!, "Not"),
  Cast: ({ inputs, dtype }) => (inputs[0]!.dtype === dtype ? inputs[0] : undefined),
  Where: ({ inputs, shape }) => {
    const [condition, a, b] = inputs as [Node, Node, Node];
    if (a === b) return broadcast(a, shape);
    const answer = constantFill(condition);
    return answer === undefined ? undefined : broadcast(answer ? a : b, shape);
  },
};

/** `(x s) t -> x (s t)` and `(x + s) + t -> x + (s + t)`, where `s` and `t` broadcast to `x`. */
function smallFirst(op: "Add" | "Mul", inner: Node, t: Node): Node | undefined {
  if (inner.op !== op || sizeOf(t.shape) >= sizeOf(inner.shape)) return undefined;
  for (const [x, s] of operandOrders(inner)) {
    const isSmall = sizeOf(broadcastShapes(s.shape, t.shape)) < sizeOf(inner.shape);
    if (!sameShape(x.shape, inner.shape) || s.shape.length === 0 || !isSmall) continue;
    return elementwise(op)(x, elementwise(op)(s, t));
  }
  return undefined;
}

/** `(x c) y -> x (y c)` if y is smaller than the product, else `(x y) c`: the outer scalar may meet another one. */
function moveScale(a: Node, b: Node, size: number): Node | undefined {
  const product = matchScaled(a) ?? matchScaled(b);
  const other = matchScaled(a) ? b : a;
  if (!product || sizeOf(product.x.shape) < size) return undefined;
  if (sizeOf(other.shape) < size) return mul(product.x, scaleBy(other, product.factor));
  return scaleBy(mul(product.x, other), product.factor);
}

/** Powers that other ops compute faster and more accurately. */
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
