import { add, elementwise, fill, filling, mul, sub } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { factors } from "./factors.ts";

/**
 * Makes one op of `y = x sigmoid(x)`, and writes its gradient, as differentiation of the product gives it, with that.
 *
 * `d s + (d x) (s (1 - s))` becomes `d (s (1 + x - y))`: three passes over two tensors, and one over one, instead of six.
 */
export const siluOps = (node: Node): Node => value(node) ?? factor(node);

const silu = elementwise("Silu");

function value(node: Node): Node | undefined {
  for (const [x, s] of factors(node)) if (s.op === "Sigmoid" && s.inputs[0] === x) return silu(x);
  return undefined;
}

function factor(node: Node): Node {
  if (node.op !== "Add") return node;
  const [a, b] = node.inputs as [Node, Node];
  const whole = gradient(a, b) ?? gradient(b, a);
  if (whole) return whole;
  // Where x is used otherwise too, the terms stand in a longer sum.
  for (const [sum, term] of [
    [a, b],
    [b, a],
  ] as const) {
    // prettier-ignore
    if (sum.op !== "Add") continue;
    const [left, right] = sum.inputs as [Node, Node];
    const withLeft = gradient(left, term) ?? gradient(term, left);
    if (withLeft) return add(right, withLeft);
    const withRight = gradient(right, term) ?? gradient(term, right);
    if (withRight) return add(left, withRight);
  }
  return node;
}

/** `d (s (1 + x - y))` of `first = d s` and `second = (d x) (s (1 - s))`. */
function gradient(first: Node, second: Node): Node | undefined {
  for (const [slope, rest] of factors(second)) {
    const s = sigmoidOf(slope);
    if (!s) continue;
    for (const [d, x] of factors(rest)) {
      const matches = factors(first).some(([left, right]) => left === d && right === s);
      if (matches) return mul(d, mul(s, add(sub(x, silu(x)), fill(1, []))));
    }
  }
  return undefined;
}

const isOneMinus = (node: Node, s: Node): boolean =>
  node.op === "Sub" && filling(node.inputs[0]!) === 1 && node.inputs[1] === s;

/** `s` of `s (1 - s)` where it is a sigmoid. */
const sigmoidOf = (slope: Node): Node | undefined =>
  factors(slope).find(([s, other]) => s.op === "Sigmoid" && isOneMinus(other, s))?.[0];
