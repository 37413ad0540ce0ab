import { constantFill } from "../../ir/build.ts";
import type { Node } from "../../ir/node.ts";

/** `factor * Π node^exponent`, over nodes that are not products, quotients or roots themselves. */
export interface Monomial {
  readonly factor: number;
  /** Exponent of each node. */
  readonly powers: ReadonlyMap<Node, number>;
}

/**
 * Writes a value as a monomial, so that products compare equal in whatever order they are computed.
 *
 * Reshapes are skipped: they do not reorder elements.
 */
export function monomial(node: Node): Monomial {
  const factor = constantFill(node);
  if (factor !== undefined) return { factor, powers: new Map() };
  const [a, b] = node.inputs as [Node, Node];
  switch (node.op) {
    case "Reshape":
      return monomial(a);
    case "Neg":
      return product({ factor: -1, powers: new Map() }, monomial(a));
    case "Mul":
      return product(monomial(a), monomial(b));
    case "Div":
      return product(monomial(a), power(monomial(b), -1));
    case "Reciprocal":
      return power(monomial(a), -1);
    case "Sqrt":
      return power(monomial(a), 0.5);
    default:
      return { factor: 1, powers: new Map([[node, 1]]) };
  }
}

function product(a: Monomial, b: Monomial): Monomial {
  const powers = new Map(a.powers);
  for (const [node, exponent] of b.powers) powers.set(node, (powers.get(node) ?? 0) + exponent);
  return { factor: a.factor * b.factor, powers };
}

const power = ({ factor, powers }: Monomial, exponent: number): Monomial => ({
  factor: factor ** exponent,
  powers: new Map([...powers].map(([node, each]) => [node, each * exponent])),
});
