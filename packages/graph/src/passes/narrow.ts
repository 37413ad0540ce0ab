import { sizeOf } from "@tweedie/core";
import { expand, fill, matMul, mul, reduce, type Reduction, reshape, slice, transpose } from "../ir/build.ts";
import { isElementwise, type Node, withInputs } from "../ir/node.ts";
import { reshapeGroups } from "../ir/reshape-groups.ts";
import { padShape, sameShape, type Shape } from "../ir/tensor-type.ts";

/**
 * Computes at the small shape what is then repeated: an `Expand` moves behind the ops that use it, and vanishes in
 * those that broadcast by themselves. The gradients of sums are such values, and so is every uniform constant.
 */
export function narrow(node: Node): Node {
  if (isElementwise(node)) return narrowElementwise(node);
  const x = node.inputs[0];
  if (x?.op !== "Expand") return node;
  const small = reshape(x.inputs[0]!, padShape(x.inputs[0]!.shape, x.shape.length));
  switch (node.op) {
    case "Reshape":
      return narrowReshape(small, x.shape, node.shape) ?? node;
    case "Transpose":
      return expand(transpose(small, node.attrs.perm), node.shape);
    case "ReduceMax":
    case "ReduceMean":
    case "ReduceMin":
    case "ReduceSum":
      return narrowReduction(node.op, small, x.shape, node.attrs.axes);
    case "MatMul": {
      const { transposeA, transposeB, alpha } = node.attrs;
      const isRow = small.shape.length === 2 && small.shape[0] === 1 && !transposeA && node.inputs.length === 2;
      const row = isRow && expand(small, [1, x.shape[1]!]);
      return row ? expand(matMul(row, node.inputs[1]!, false, transposeB, alpha), node.shape) : node;
    }
    case "Slice": {
      const { begin, size, strides } = node.attrs;
      const kept = <T>(values: readonly T[], other: T) =>
        values.map((value, axis) => (small.shape[axis] === 1 ? other : value));
      return expand(slice(small, kept(begin, 0), kept(size, 1), kept(strides, 1)), node.shape);
    }
    default:
      return node;
  }
}

function narrowElementwise(node: Node): Node {
  if (node.inputs.every(({ op }) => op !== "Expand")) return node;
  const inputs = node.inputs.map((input) => (input.op === "Expand" ? input.inputs[0]! : input));
  return expand(withInputs(node, inputs), node.shape);
}

function narrowReshape(small: Node, from: Shape, to: Shape): Node | undefined {
  const reshaped = reshapeBroadcast(small, from, to);
  return reshaped && expand(reshaped, to);
}

/**
 * A value that would be broadcast to `from` and then reshaped to `to`, as one that is broadcast to `to`.
 *
 * Only what the reshape merges with elements that differ is repeated beforehand. Undefined where that is everything.
 */
export function reshapeBroadcast(x: Node, from: Shape, to: Shape): Node | undefined {
  const small = reshape(x, padShape(x.shape, from.length));
  const partly = [...small.shape];
  const reshaped = [...to];
  for (const group of reshapeGroups(from, to)) {
    const differs = group.from.some((axis) => small.shape[axis] !== 1);
    for (const axis of differs ? group.from : []) partly[axis] = from[axis]!;
    for (const axis of differs ? [] : group.to) reshaped[axis] = 1;
  }
  return sameShape(partly, from) && sizeOf(from) > 1 ? undefined : reshape(expand(small, partly), reshaped);
}

/** Elements that are the same are not summed but counted. */
function narrowReduction(op: Reduction, small: Node, shape: Shape, axes: readonly number[]): Node {
  const isSame = (axis: number) => small.shape[axis] === 1;
  const count = sizeOf(axes.filter(isSame).map((axis) => shape[axis]!));
  const differing = axes.filter((axis) => !isSame(axis));
  const reduced = differing.length ? reduce(op, small, differing, true) : small;
  const kept = reshape(reduced, reduced.shape.filter((_, axis) => !axes.includes(axis))); // prettier-ignore
  const result = op === "ReduceSum" && count !== 1 ? mul(kept, fill(count, [], kept.dtype)) : kept;
  return expand(result, shape.filter((_, axis) => !axes.includes(axis))); // prettier-ignore
}
