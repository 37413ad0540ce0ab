import { constantFill, fill, mul } from "../../ir/build.ts";
import type { Node, OpName } from "../../ir/node.ts";

/** The input of a node of the given op; undefined for other ops. */
export const inputOf = (node: Node, op: OpName): Node | undefined => (node.op === op ? node.inputs[0] : undefined);

/** Both orders of the operands of a binary op. */
export const operandOrders = ({ inputs }: Pick<Node, "inputs">): [Node, Node][] =>
  [inputs, inputs.toReversed()] as [Node, Node][];

/** Both orders of the factors of a product; none for other ops. */
export const factorPairs = (node: Node): [Node, Node][] => (node.op === "Mul" ? operandOrders(node) : []);

/** Matches `x * factor` with a constant scalar. */
export function matchScaled(node: Node): { readonly x: Node; readonly factor: number } | undefined {
  if (node.op !== "Mul" || node.dtype !== "float32") return undefined;
  const [a, b] = node.inputs as [Node, Node];
  const [left, right] = [constantFill(a), constantFill(b)];
  if (right !== undefined && b.shape.length === 0) return { x: a, factor: right };
  return left !== undefined && a.shape.length === 0 ? { x: b, factor: left } : undefined;
}

/** `x * factor`, with the factor rounded to single precision. */
export const scaleBy = (x: Node, factor: number): Node => mul(x, fill(Math.fround(factor), [], x.dtype));
