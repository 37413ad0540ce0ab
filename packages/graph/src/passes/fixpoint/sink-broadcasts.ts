import { sizeOf } from "@tweedie/core";
import { expand, fill, matMul, mul, reduce, type Reduction, reshape, slice, transpose } from "../../ir/build.ts";
import { isElementwise, type Node, withInputs } from "../../ir/node.ts";
import { reshapeGroups } from "../../ir/reshape-groups.ts";
import { padShape, sameShape, type Shape } from "../../ir/tensor-type.ts";

/**
 * Moves a broadcast behind the op that uses it: `op(expand(x)) -> expand(op(x))`.
 *
 * The op then computes the small value, and elementwise ops broadcast by themselves, so that the `Expand` in front of them
 * vanishes. Gradients of sums and uniform constants never become whole tensors.
 */
export function sinkBroadcasts(node: Node): Node {
  if (isElementwise(node)) return sinkBehindElementwise(node);
  const x = node.inputs[0];
  if (x?.op !== "Expand") return node;
  const small = reshape(x.inputs[0]!, padShape(x.inputs[0]!.shape, x.shape.length));
  switch (node.op) {
    case "Reshape":
      return sinkBehindReshape(small, x.shape, node.shape) ?? node;
    case "Transpose":
      return expand(transpose(small, node.attrs.perm), node.shape);
    case "ReduceMax":
    case "ReduceMean":
    case "ReduceMin":
    case "ReduceSum":
      return sinkBehindReduction(node.op, small, x.shape, node.attrs.axes);
    case "MatMul": {
      const { transposeA, transposeB, alpha } = node.attrs;
      const isRow = small.shape.length === 2 && small.shape[0] === 1 && !transposeA && node.inputs.length === 2;
      const row = isRow && expand(small, [1, x.shape[1]!]);
      return row ? expand(matMul(row, node.inputs[1]!, false, transposeB, alpha), node.shape) : node;
    }
    case "Slice": {
      const { begin, size, strides } = node.attrs;
      // An axis of extent 1 before the broadcast is not sliced.
      const kept = <T>(values: readonly T[], whole: T) =>
        values.map((value, axis) => (small.shape[axis] === 1 ? whole : value));
      return expand(slice(small, kept(begin, 0), kept(size, 1), kept(strides, 1)), node.shape);
    }
    default:
      return node;
  }
}

function sinkBehindElementwise(node: Node): Node {
  if (node.inputs.every(({ op }) => op !== "Expand")) return node;
  const inputs = node.inputs.map((input) => (input.op === "Expand" ? input.inputs[0]! : input));
  return expand(withInputs(node, inputs), node.shape);
}

function sinkBehindReshape(small: Node, from: Shape, to: Shape): Node | undefined {
  const reshaped = reshapeBeforeBroadcast(small, from, to);
  return reshaped && expand(reshaped, to);
}

/**
 * Reshapes `x` before it is broadcast: returns `y` with `expand(y, to) = reshape(expand(x, from), to)`.
 *
 * Broadcast axes are expanded first if the reshape merges them with axes on which `x` varies. Returns undefined if that
 * expands `x` to all of `from`.
 */
export function reshapeBeforeBroadcast(x: Node, from: Shape, to: Shape): Node | undefined {
  const small = reshape(x, padShape(x.shape, from.length));
  const expanded = [...small.shape];
  const reshaped = [...to];
  for (const group of reshapeGroups(from, to)) {
    const varies = group.from.some((axis) => small.shape[axis] !== 1);
    for (const axis of varies ? group.from : []) expanded[axis] = from[axis]!;
    for (const axis of varies ? [] : group.to) reshaped[axis] = 1;
  }
  return sameShape(expanded, from) && sizeOf(from) > 1 ? undefined : reshape(expand(small, expanded), reshaped);
}

/** Reduces only the axes on which the value varies: a sum over `n` equal elements is `n x`, their mean or maximum is `x`. */
function sinkBehindReduction(op: Reduction, small: Node, shape: Shape, axes: readonly number[]): Node {
  const isBroadcast = (axis: number) => small.shape[axis] === 1;
  const count = sizeOf(axes.filter(isBroadcast).map((axis) => shape[axis]!));
  const varying = axes.filter((axis) => !isBroadcast(axis));
  const reduced = varying.length ? reduce(op, small, varying, true) : small;
  const kept = reshape(reduced, reduced.shape.filter((_, axis) => !axes.includes(axis))); // prettier-ignore
  const result = op === "ReduceSum" && count !== 1 ? mul(kept, fill(count, [], kept.dtype)) : kept;
  return expand(result, shape.filter((_, axis) => !axes.includes(axis))); // prettier-ignore
}
