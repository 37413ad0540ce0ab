import { rewrite } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";
import type { Pass } from "./settle.ts";

const commutative = new Set(["Add", "Mul", "Max", "Min", "Equal", "And", "Or"]);

/** Makes one node of those that are the same op with the same attributes on the same inputs. */
export const share: Pass = (graph) => sharing()(graph);

/** The same as a pass that is applied again and again, and looks no second time at what it knows. */
export function sharing(): Pass {
  const ids = new Map<Node, number>();
  const known = new Map<string, Node>();
  const unique = (node: Node): Node => {
    if (ids.has(node)) return node;
    const inputs = node.inputs.map((input) => ids.get(input)!);
    if (commutative.has(node.op)) inputs.sort((a, b) => a - b);
    const key = `${node.op}(${inputs.join()})${keyOf(node)}`;
    const same = known.get(key) ?? node;
    known.set(key, same);
    ids.set(same, ids.get(same) ?? ids.size);
    return same;
  };
  return (graph) => rewrite(graph, unique);
}

const keys = new WeakMap<object, string>();

/** What tells a node from others of its op on the same inputs. */
export function keyOf(node: Node): string {
  const known = keys.get(node.attrs);
  if (known !== undefined) return known;
  const key = keyOfAttrs(node);
  keys.set(node.attrs, key);
  return key;
}

/** JSON has neither infinities nor NaN, which would make different constants the same. */
const keyOfAttrs = (node: Node): string =>
  node.op === "Constant"
    ? `${node.dtype}[${node.shape.join()}]${node.attrs.values.map((value) => (Object.is(value, -0) ? "-0" : value)).join()}`
    : JSON.stringify(node.attrs, (_, value: unknown) => (typeof value === "number" ? String(value) : value));
