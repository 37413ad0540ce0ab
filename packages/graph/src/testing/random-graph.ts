import fc from "fast-check";
import {
  add,
  broadcast,
  cast,
  elementwise,
  fill,
  greater,
  input,
  matMul,
  mul,
  reduce,
  reshape,
  transpose,
  where,
} from "../ir/build.ts";
import type { Graph } from "../ir/graph.ts";
import type { Node } from "../ir/node.ts";

/** Shapes of the inputs of a random graph. Values are float32 between 0.5 and 2. */
export const randomGraphInputs = { a: [2, 3], b: [2, 3], row: [3], column: [2, 1], one: [] } as const;

const unary = ["Neg", "Exp", "Sqrt", "Tanh", "Sigmoid", "Abs"] as const;
const binary = ["Add", "Sub", "Mul", "Div", "Max", "Pow"] as const;

/** Numbers that choose the op of the next node, its inputs and a constant. */
type NodeChoice = readonly [op: number, left: number, right: number, value: number];

/**
 * Random graphs of matrices `[2, 3]` and values that broadcast to them, with many matches for the passes: constants, zeros and
 * ones, common subexpressions, reshapes, transposes, reductions, broadcasts and matrix products with addends.
 */
export const randomGraph: fc.Arbitrary<Graph> = fc
  .array(fc.tuple(fc.nat(15), fc.nat(), fc.nat(), fc.constantFrom(0, 1, -1, 2, 0.5, 3)), {
    minLength: 3,
    maxLength: 14,
  })
  .map(buildGraph);

function buildGraph(choices: readonly NodeChoice[]): Graph {
  const values: Node[] = Object.entries(randomGraphInputs).map(([name, shape]) => input(name, shape));
  for (const [op, left, right, value] of choices) {
    const [x, y] = [values[left % values.length]!, values[right % values.length]!];
    values.push(bounded(nextNode(op, x, y, value)));
  }
  const results = values.slice(-3).map((node, i) => [`y${i}`, node] as const);
  return Object.fromEntries(results);
}

/** `tanh(x) + 2`, between 1 and 3: keeps values where the ops do not amplify rounding errors. */
const bounded = (x: Node): Node => (x.dtype === "float32" ? add(elementwise("Tanh")(x), fill(2, [])) : x);

function nextNode(op: number, x: Node, y: Node, value: number): Node {
  const rank = x.shape.length;
  const number = fill(value, value > 1 ? [] : x.shape);
  switch (op) {
    case 0:
    case 1:
      return elementwise(unary[Math.abs(Math.round(value * 2)) % unary.length]!)(x);
    case 2:
    case 3:
    case 4:
      return elementwise(binary[Math.abs(Math.round(value * 2)) % binary.length]!)(x, y);
    case 5:
      return mul(x, number);
    case 6:
      return elementwise("Sub")(number, x);
    case 7:
      return elementwise("Pow")(x, fill(value, []));
    case 8:
      return reshape(transpose(matrix(x), [1, 0]), [2, 3]);
    case 9:
      return transpose(reshape(reshape(matrix(x), [6]), [3, 2]), [1, 0]);
    case 10:
      return broadcast(reduce("ReduceSum", x, rank > 0 ? [rank - 1] : [], true), [2, 3]);
    case 11:
      return mul(reduce("ReduceMean", x), fill(1, [2, 3]));
    case 12:
      return where(greater(x, y), broadcast(x, [2, 3]), number.shape.length ? matrix(number) : number);
    case 13:
      return mul(x, cast(greater(y, fill(1, [])), "float32"));
    case 14:
      return add(matMul(matMul(matrix(x), matrix(y), false, true), matrix(y)), x);
    default:
      return reduce(
        "ReduceSum",
        mul(matrix(x), reshape(broadcast(reshape(reduce("ReduceMax", matrix(y), 1), [2, 1]), [2, 3]), [2, 3])),
        0,
      );
  }
}

const matrix = (x: Node): Node => broadcast(x, [2, 3]);
