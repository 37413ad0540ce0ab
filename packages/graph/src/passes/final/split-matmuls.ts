import { sizeOf } from "@tweedie/core";
import { add, matMul, reshape, sliceAxis, transpose } from "../../ir/build.ts";
import { type Graph, nodesOf, substitute } from "../../ir/graph.ts";
import type { Node, NodeOf } from "../../ir/node.ts";
import { sameShape } from "../../ir/tensor-type.ts";

/** Elements of the smallest product that is split: below it the additional nodes cost more than the copies. */
const smallest = 2 ** 18;

/**
 * Splits a product whose columns are separated afterwards, such as queries, keys and values:
 * `slice_i(transpose(reshape(x W + b))) -> transpose(reshape(x W_i + b_i))`.
 *
 * The slices of the weights are small, and the large result is transposed but no longer sliced.
 */
export function splitMatMuls(graph: Graph): Graph {
  const users = usersOf(graph);
  const parts = new Map<Node, Node>();
  for (const node of users.keys()) {
    if (node.op !== "Transpose") continue;
    const product = matchProduct(node, users);
    for (const part of product ? users.get(node)! : [])
      parts.set(part, partialProduct(node, product!, part as NodeOf<"Slice">));
  }
  return parts.size > 0 ? substitute(graph, parts) : graph;
}

/** Users of each value. A result of the graph counts as its own user. */
function usersOf(graph: Graph): ReadonlyMap<Node, readonly Node[]> {
  const users = new Map<Node, Node[]>();
  const addUser = (value: Node, user: Node) => {
    const known = users.get(value);
    if (known) known.push(user);
    else users.set(value, [user]);
  };
  for (const node of nodesOf(graph)) for (const input of node.inputs) addUser(input, node);
  for (const result of Object.values(graph)) addUser(result, result);
  return users;
}

/** `x W + b`. */
interface Product {
  readonly x: Node;
  readonly weights: Node;
  readonly bias: Node | undefined;
}

/** Matches a transpose of `reshape(x W + b)` that moves an axis of the columns to the front, if its only users are slices of one index. */
function matchProduct(moved: NodeOf<"Transpose">, users: ReadonlyMap<Node, readonly Node[]>): Product | undefined {
  const reshaped = moved.inputs[0]!;
  const [first] = moved.attrs.perm as [number];
  const sum = reshaped.op === "Reshape" ? reshaped.inputs[0]! : undefined;
  if (sum?.shape.length !== 2 || sizeOf(sum.shape) < smallest) return undefined;
  if (sizeOf(reshaped.shape.slice(0, first)) !== sum.shape[0]) return undefined;
  const [product, bias] = sum.op === "Add" ? (sum.inputs as [Node, Node]) : [sum];
  const chain = bias ? [reshaped, sum, product] : [reshaped, product];
  if (!chain.every((node) => users.get(node)!.length === 1)) return undefined;
  if (product.op !== "MatMul" || product.inputs.length !== 2 || product.attrs.alpha !== 1) return undefined;
  if (product.attrs.transposeA || product.attrs.transposeB) return undefined;
  if (bias && (bias.shape.at(-1) !== sum.shape[1] || sizeOf(bias.shape) !== sum.shape[1])) return undefined;
  const isPart = (user: Node) => user.op === "Slice" && sameShape(user.shape, moved.shape.with(0, 1));
  if (!users.get(moved)!.every(isPart)) return undefined;
  const [x, weights] = product.inputs as [Node, Node];
  return { x, weights, bias };
}

/** The product with the columns of one slice. */
function partialProduct(moved: NodeOf<"Transpose">, { x, weights, bias }: Product, part: NodeOf<"Slice">): Node {
  const { perm } = moved.attrs;
  const [first, ...others] = perm as [number, ...number[]];
  const extents = moved.inputs[0]!.shape;
  const size = weights.shape[1]! / extents[first]!;
  const columns = (value: Node) => sliceAxis(value, value.shape.length - 1, part.attrs.begin[0]! * size, size);
  const product = matMul(x, columns(weights));
  const sum = bias ? add(product, columns(bias)) : product;
  const reshaped = reshape(sum, extents.toSpliced(first, 1));
  const order = others.map((axis) => (axis > first ? axis - 1 : axis));
  return reshape(transpose(reshaped, order), part.shape);
}
