import { add, constantFill, elementwise, fill, mul, sub } from "../../ir/build.ts";
import type { Node } from "../../ir/node.ts";
import { factorPairs, operandOrders } from "../rewriting/patterns.ts";

/**
 * Fuses `y = x s`, `s = sigmoid(x)`, into one `Silu`, and rewrites its gradient as tfjs derives it from the product:
 * `d s + (d x) (s (1 - s)) -> d (s (1 + x - y))`.
 *
 * The gradient is then three ops on two tensors and one on one tensor, instead of six, each of them a pass over memory.
 */
export const fuseSilu = (node: Node): Node => fuseValue(node) ?? fuseGradient(node) ?? node;

const silu = elementwise("Silu");

function fuseValue(node: Node): Node | undefined {
  for (const [x, s] of factorPairs(node)) if (s.op === "Sigmoid" && s.inputs[0] === x) return silu(x);
  return undefined;
}

function fuseGradient(node: Node): Node | undefined {
  if (node.op !== "Add") return undefined;
  const [a, b] = node.inputs as [Node, Node];
  const gradient = gradientOf(a, b);
  if (gradient) return gradient;
  // If x has other uses, its gradient is a longer sum, in which another term may come between the two.
  for (const [sum, term] of operandOrders(node)) {
    if (sum.op !== "Add") continue;
    for (const [first, other] of operandOrders(sum)) {
      const partial = gradientOf(first, term);
      if (partial) return add(other, partial);
    }
  }
  return undefined;
}

/** The fused gradient of two terms, in either order. */
const gradientOf = (a: Node, b: Node): Node | undefined => matchGradient(a, b) ?? matchGradient(b, a);

/** `d (s (1 + x - y))` for `first = d s` and `second = (d x) (s (1 - s))`. */
function matchGradient(first: Node, second: Node): Node | undefined {
  for (const [slope, rest] of factorPairs(second)) {
    const s = sigmoidOf(slope);
    if (!s) continue;
    for (const [d, x] of factorPairs(rest)) {
      if (s.inputs[0] !== x) continue;
      const matches = factorPairs(first).some(([left, right]) => left === d && right === s);
      if (matches) return mul(d, mul(s, add(sub(x, silu(x)), fill(1, []))));
    }
  }
  return undefined;
}

const isOneMinus = (node: Node, s: Node): boolean =>
  node.op === "Sub" && constantFill(node.inputs[0]!) === 1 && node.inputs[1] === s;

/** `s` of the derivative `s (1 - s)` of a sigmoid `s`. */
const sigmoidOf = (slope: Node): Node | undefined =>
  factorPairs(slope).find(([s, other]) => s.op === "Sigmoid" && isOneMinus(other, s))?.[0];
