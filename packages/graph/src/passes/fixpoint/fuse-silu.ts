import { add, elementwise, fill, mul, sub } from "../../ir/build.ts";
import type { Node } from "../../ir/node.ts";
import { type Pattern, ruleOf } from "../rewriting/match.ts";

type Part = "x" | "d" | "other";

const any = (name: Part): Pattern<Part> => ({ any: name });
const sum = (...inputs: [Pattern<Part>, Pattern<Part>]): Pattern<Part> => ({ op: "Add", inputs });
const product = (...inputs: [Pattern<Part>, Pattern<Part>]): Pattern<Part> => ({ op: "Mul", inputs });

const [x, d, other] = [any("x"), any("d"), any("other")];
const s: Pattern<Part> = { op: "Sigmoid", inputs: [x] };
const slope = product(s, { op: "Sub", inputs: [{ number: 1 }, s] });

/** Terms of SiLU's gradient, as tfjs derives them from the product `x s`. */
const first = product(d, s);
const second = product(product(d, x), slope);

const silu = elementwise("Silu");
const gradient = (d: Node, x: Node): Node => mul(d, mul(elementwise("Sigmoid")(x), add(sub(x, silu(x)), fill(1, []))));

/**
 * Fuses `y = x s`, `s = sigmoid(x)`, into one `Silu`, and rewrites its gradient: `d s + (d x) (s (1 - s)) -> d (s (1 + x - y))`.
 *
 * The gradient is then three ops on two tensors and one on one tensor, instead of six, each of them a pass over memory. If x has other uses,
 * its gradient is a longer sum, in which another term may come between the two.
 */
export const fuseSilu = ruleOf<Part>([
  { pattern: product(x, s), by: ({ x }) => silu(x) },
  { pattern: sum(first, second), by: ({ d, x }) => gradient(d, x) },
  { pattern: sum(sum(first, other), second), by: ({ d, x, other }) => add(other, gradient(d, x)) },
  { pattern: sum(sum(second, other), first), by: ({ d, x, other }) => add(other, gradient(d, x)) },
]);
