import { rewrite } from "../../ir/graph.ts";
import type { Node } from "../../ir/node.ts";
import type { Pass } from "../rewriting/rule.ts";

const commutative = new Set(["Add", "Mul", "Max", "Min", "Equal", "And", "Or"]);

/**
 * Creates a pass that merges nodes with the same op, attributes and inputs into one. Inputs of commutative ops match in any order.
 * It is for repeated application to one graph: it keeps the value numbers of the nodes that it has visited.
 */
export function createCommonSubexpressionPass(): Pass {
  const valueNumbers = new Map<Node, number>();
  const known = new Map<string, Node>();
  const merge = (node: Node): Node => {
    if (valueNumbers.has(node)) return node;
    const inputs = node.inputs.map((input) => valueNumbers.get(input)!);
    if (commutative.has(node.op)) inputs.sort((a, b) => a - b);
    const key = `${node.op}(${inputs.join()})${attrsKey(node)}`;
    const same = known.get(key) ?? node;
    known.set(key, same);
    valueNumbers.set(same, valueNumbers.get(same) ?? valueNumbers.size);
    return same;
  };
  return (graph) => rewrite(graph, merge);
}

const keys = new WeakMap<object, string>();

/** Key of a node's attributes, to compare nodes of the same op. */
export function attrsKey(node: Node): string {
  const known = keys.get(node.attrs);
  if (known !== undefined) return known;
  const key = formatAttrs(node);
  keys.set(node.attrs, key);
  return key;
}

/** Numbers are formatted as strings, since JSON writes NaN and infinities as null. The constants 0 and -0 differ. */
const formatAttrs = (node: Node): string =>
  node.op === "Constant"
    ? `${node.dtype}[${node.shape.join()}]${node.attrs.values.map((value) => (Object.is(value, -0) ? "-0" : value)).join()}`
    : JSON.stringify(node.attrs, (_, value: unknown) => (typeof value === "number" ? String(value) : value));
