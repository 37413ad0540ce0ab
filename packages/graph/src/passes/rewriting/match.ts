import { constantFill } from "../../ir/build.ts";
import type { Node, OpName } from "../../ir/node.ts";
import { operandOrders } from "./patterns.ts";
import type { Rule } from "./rule.ts";

/** Names of the parts of a pattern that may be any node: equal names are the same node. */
type Bindings<Name extends string> = Readonly<Record<Name, Node>>;

/** An expression with named parts. */
export type Pattern<Name extends string> =
  | { readonly any: Name }
  | { readonly number: number }
  | { readonly op: OpName; readonly inputs: readonly Pattern<Name>[] };

const commutative: ReadonlySet<OpName> = new Set<OpName>(["Add", "Mul"]);

/** All ways to match a pattern, with the operands of sums and products in either order. */
function* matches<Name extends string>(
  pattern: Pattern<Name>,
  node: Node,
  bound: Partial<Bindings<Name>>,
): Generator<Partial<Bindings<Name>>> {
  if ("any" in pattern) {
    const earlier = bound[pattern.any];
    if (!earlier || earlier === node) yield { ...bound, [pattern.any]: node };
  } else if ("number" in pattern) {
    if (constantFill(node) === pattern.number) yield bound;
  } else if (node.op === pattern.op) {
    const orders = commutative.has(node.op) ? operandOrders(node) : [node.inputs];
    for (const inputs of orders) yield* matchesOfInputs(pattern.inputs, inputs, bound);
  }
}

function* matchesOfInputs<Name extends string>(
  [pattern, ...patterns]: readonly Pattern<Name>[],
  [node, ...nodes]: readonly Node[],
  bound: Partial<Bindings<Name>>,
): Generator<Partial<Bindings<Name>>> {
  if (!pattern || !node) yield bound;
  else for (const each of matches(pattern, node, bound)) yield* matchesOfInputs(patterns, nodes, each);
}

/** A pattern, and the node that replaces it as a function of its parts. */
export interface Replacement<Name extends string> {
  readonly pattern: Pattern<Name>;
  readonly by: (parts: Bindings<Name>) => Node;
}

/** The rule that replaces a node by the first entry of a table that it matches. */
export const ruleOf =
  <Name extends string>(table: readonly Replacement<Name>[]): Rule =>
  (node) => {
    for (const { pattern, by } of table) {
      for (const parts of matches(pattern, node, {})) return by(parts as Bindings<Name>);
    }
    return node;
  };
