import { sizeOf } from "@tweedie/core";
import { constantFill, expand, fill, matMul, reduce, type Reduction, reshape, transpose } from "../../ir/build.ts";
import type { Node, NodeOf } from "../../ir/node.ts";
import { inputOf, matchScaled, scaleBy } from "../rewriting/patterns.ts";
import type { RulesByOp } from "../rewriting/rule.ts";

/** Identities of ops that change shapes: reshapes, broadcasts, transposes, matrix products and reductions. */
export const shapeIdentities: RulesByOp = {
  Reshape: ({ inputs, shape }) => {
    const x = inputOf(inputs[0]!, "Reshape") ?? inputs[0]!;
    const reshaped = reshape(x, shape);
    return x === inputs[0] && reshaped.op === "Reshape" && reshaped !== x ? undefined : reshaped;
  },
  Expand: ({ inputs, shape }) => {
    const x = inputOf(inputs[0]!, "Expand");
    return x && expand(x, shape);
  },
  Transpose: ({ inputs, attrs: { perm }, shape }) => {
    const x = inputs[0]!;
    if (x.op === "Transpose") return transpose(x.inputs[0]!, perm.map((axis) => x.attrs.perm[axis]!)); // prettier-ignore
    const moved = perm.filter((axis) => x.shape[axis] !== 1);
    if (moved.every((axis, i) => i === 0 || axis > moved[i - 1]!)) return reshape(x, shape);
    if (x.op !== "MatMul" || !swapsLastTwo(perm)) return undefined;
    const { transposeA, transposeB, alpha } = x.attrs;
    return matMul(x.inputs[1]!, x.inputs[0]!, !transposeB, !transposeA, alpha); // (a b)^T = b^T a^T
  },
  MatMul: ({ inputs, attrs: { transposeA, transposeB, alpha }, shape, dtype }) => {
    if (inputs.some((x) => constantFill(x) === 0)) return fill(0, shape, dtype);
    const swapped = inputs.map((x) => x.op === "Transpose" && swapsLastTwo(x.attrs.perm));
    if (!swapped[0] && !swapped[1]) return undefined;
    const [a, b] = inputs.map((x, i) => (swapped[i] ? x.inputs[0]! : x)) as [Node, Node];
    return matMul(a, b, transposeA !== swapped[0], transposeB !== swapped[1], alpha);
  },
  ReduceMax: simplifyReduction,
  ReduceMean: simplifyReduction,
  ReduceMin: simplifyReduction,
  ReduceSum: simplifyReduction,
};

/** True if a permutation swaps the last two axes and leaves the others. */
const swapsLastTwo = (perm: readonly number[]): boolean =>
  perm.length >= 2 &&
  perm.every((axis, i) => axis === (i < perm.length - 2 ? i : i === perm.length - 2 ? i + 1 : i - 1));

/** Drops reduced axes of extent 1, folds reductions of zeros, and moves scalar factors out: `sum(c x) -> c sum(x)`. */
function simplifyReduction(node: NodeOf<Reduction>): Node | undefined {
  const [x] = node.inputs as [Node];
  const { op, attrs, shape, dtype } = node;
  if (constantFill(x) === 0) return fill(0, shape, dtype);
  if (sizeOf(x.shape) === sizeOf(shape)) return reshape(x, shape);
  const long = attrs.axes.filter((axis) => x.shape[axis] !== 1);
  if (long.length < attrs.axes.length) return reshape(reduce(op, x, long), shape);
  const product = op === "ReduceSum" || op === "ReduceMean" ? matchScaled(x) : undefined;
  return product && scaleBy(reduce(op, product.x, attrs.axes), product.factor);
}
