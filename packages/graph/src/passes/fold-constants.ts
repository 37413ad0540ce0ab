import { fill, filling } from "../ir/build.ts";
import { type Node, opOf } from "../ir/node.ts";

/** Computes what is made of single numbers alone, in single precision. */
export function foldConstants(node: Node): Node {
  const { evaluate } = opOf(node);
  if (!evaluate) return node;
  const numbers = node.inputs.map(filling);
  if (!numbers.every((number) => number !== undefined)) return node;
  const value = evaluate(numbers, node.attrs);
  return fill(node.dtype === "float32" ? Math.fround(value) : value, node.shape, node.dtype);
}
