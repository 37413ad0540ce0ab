import { sizeOf } from "@tweedie/core";
import { concat, reshape } from "../ir/build.ts";
import { isElementwise, type Node, withInputs } from "../ir/node.ts";
import { sameShape } from "../ir/tensor-type.ts";

/** Returns one vector with the elements of several values. */
export type Vectorizer = (nodes: readonly Node[]) => Node;

/**
 * Vectorizes isomorphic expressions, recursively: `f(a_1), f(a_2), ... -> f(vectorize(a_1, a_2, ...))` for an elementwise `f`.
 *
 * Inputs become the vector that `inputVector` returns for them. All other values are concatenated.
 */
export function createVectorizer(inputVector: (inputs: readonly Node[]) => Node | undefined): Vectorizer {
  const known = new Map<string, Node>();
  const ids = new Map<Node, number>();
  const idOf = (node: Node): number => ids.get(node) ?? ids.set(node, ids.size).get(node)!;
  const vectorize: Vectorizer = (nodes) => {
    const key = nodes.map(idOf).join();
    const vector = known.get(key) ?? vectorizeOp(nodes, vectorize) ?? inputVector(nodes) ?? concat(nodes.map(flat), 0);
    known.set(key, vector);
    return vector;
  };
  return vectorize;
}

const flat = (node: Node): Node => reshape(node, [sizeOf(node.shape)]);

/** Number of elements of several values. */
export const sizeOfAll = (nodes: readonly Node[]): number => nodes.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/** One op on vectors, if all values are that op of values of their own shape and of scalars that they share. */
function vectorizeOp(nodes: readonly Node[], vectorize: Vectorizer): Node | undefined {
  const [first] = nodes as readonly [Node];
  const attrs = JSON.stringify(first.attrs);
  const isSameOp = (node: Node) => node.op === first.op && JSON.stringify(node.attrs) === attrs;
  if (!isElementwise(first) || !nodes.every(isSameOp)) return undefined;
  const inputs: Node[] = [];
  for (const [i, input] of first.inputs.entries()) {
    const operands = nodes.map((node) => node.inputs[i]!);
    if (operands.every((node) => node === input) && sizeOf(input.shape) === 1) inputs.push(reshape(input, []));
    else if (operands.every(({ shape }, j) => sameShape(shape, nodes[j]!.shape))) inputs.push(vectorize(operands));
    else return undefined;
  }
  return withInputs(first, inputs);
}
