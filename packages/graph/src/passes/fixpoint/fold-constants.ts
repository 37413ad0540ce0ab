import { constantFill, fill } from "../../ir/build.ts";
import { definitionOf, type Node } from "../../ir/node.ts";

/** Evaluates elementwise ops whose inputs are all uniform constants, in single precision: `2 * 3 -> 6`. */
export function foldConstants(node: Node): Node {
  const { evaluate } = definitionOf(node);
  if (!evaluate) return node;
  const numbers = node.inputs.map(constantFill);
  if (!numbers.every((number) => number !== undefined)) return node;
  const value = evaluate(numbers, node.attrs);
  return fill(node.dtype === "float32" ? Math.fround(value) : value, node.shape, node.dtype);
}
