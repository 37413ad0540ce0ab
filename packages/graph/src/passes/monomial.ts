import { filling } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";

/** A number times powers of values that are no products themselves. */
export interface Monomial {
  readonly factor: number;
  readonly powers: ReadonlyMap<Node, number>;
}

/** A value as a product of powers, whatever the order in which it is computed and the shapes in between: elements are not moved. */
export function monomial(node: Node): Monomial {
  const factor = filling(node);
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
