import { sizeOf } from "@tweedie/core";
import { add, matMul, reshape, sliceAxis, transpose } from "../ir/build.ts";
import { type Graph, nodesOf, substitute } from "../ir/graph.ts";
import type { Node, NodeOf } from "../ir/node.ts";
import { sameShape } from "../ir/tensor-type.ts";

/** Of smaller products the nodes cost more than the copies. */
const smallest = 2 ** 18;

/**
 * A product whose columns go apart, as queries, keys and values do, becomes one product for each part: a part of a product is the
 * product with a part of the weights, which are small, and what was moved and cut as one large value is moved only.
 */
export function splitProducts(graph: Graph): Graph {
  const users = usersOf(graph);
  const parts = new Map<Node, Node>();
  for (const node of users.keys()) {
    if (node.op !== "Transpose") continue;
    const product = productOf(node, users);
    for (const part of product ? users.get(node)! : [])
      parts.set(part, partOf(node, product!, part as NodeOf<"Slice">));
  }
  return parts.size > 0 ? substitute(graph, parts) : graph;
}

/** What uses each value, and the value itself where it is a result. */
function usersOf(graph: Graph): ReadonlyMap<Node, readonly Node[]> {
  const users = new Map<Node, Node[]>();
  const use = (value: Node, user: Node) => {
    const known = users.get(value);
    if (known) known.push(user);
    else users.set(value, [user]);
  };
  for (const node of nodesOf(graph)) for (const input of node.inputs) use(input, node);
  for (const result of Object.values(graph)) use(result, result);
  return users;
}

/** `x W`, and what is added to each row. */
interface Product {
  readonly x: Node;
  readonly weights: Node;
  readonly bias: Node | undefined;
}

/** The product of which a transpose brings the parts of the columns to the front, where all that is used of it is single parts. */
function productOf(moved: NodeOf<"Transpose">, users: ReadonlyMap<Node, readonly Node[]>): Product | undefined {
  const apart = moved.inputs[0]!;
  const [first] = moved.attrs.perm as [number];
  const sum = apart.op === "Reshape" ? apart.inputs[0]! : undefined;
  if (sum?.shape.length !== 2 || sizeOf(sum.shape) < smallest) return undefined;
  if (sizeOf(apart.shape.slice(0, first)) !== sum.shape[0]) return undefined;
  const [product, bias] = sum.op === "Add" ? (sum.inputs as [Node, Node]) : [sum];
  const chain = bias ? [apart, sum, product] : [apart, product];
  if (!chain.every((node) => users.get(node)!.length === 1)) return undefined;
  if (product.op !== "MatMul" || product.inputs.length !== 2 || product.attrs.alpha !== 1) return undefined;
  if (product.attrs.transposeA || product.attrs.transposeB) return undefined;
  if (bias && (bias.shape.at(-1) !== sum.shape[1] || sizeOf(bias.shape) !== sum.shape[1])) return undefined;
  const isPart = (user: Node) => user.op === "Slice" && sameShape(user.shape, moved.shape.with(0, 1));
  if (!users.get(moved)!.every(isPart)) return undefined;
  const [x, weights] = product.inputs as [Node, Node];
  return { x, weights, bias };
}

/** One part as a product of its own. */
function partOf(moved: NodeOf<"Transpose">, { x, weights, bias }: Product, part: NodeOf<"Slice">): Node {
  const { perm } = moved.attrs;
  const [first, ...others] = perm as [number, ...number[]];
  const extents = moved.inputs[0]!.shape;
  const size = weights.shape[1]! / extents[first]!;
  const columns = (value: Node) => sliceAxis(value, value.shape.length - 1, part.attrs.begin[0]! * size, size);
  const product = matMul(x, columns(weights));
  const sum = bias ? add(product, columns(bias)) : product;
  const one = reshape(sum, extents.toSpliced(first, 1));
  return reshape(transpose(one, others.map((axis) => (axis > first ? axis - 1 : axis))), part.shape); // prettier-ignore
}
