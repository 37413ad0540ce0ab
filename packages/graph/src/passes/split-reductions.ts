import { sizeOf } from "@tweedie/core";
import { mul, reduce, type Reduction, reshape } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { reshapeGroups } from "../ir/reshape-groups.ts";
import { padShape } from "../ir/tensor-type.ts";

const decomposable = new Set<string>(["ReduceMax", "ReduceMean", "ReduceMin", "ReduceSum"] satisfies Reduction[]);

/**
 * Reduces in two steps where the first can be done on whole axes of the value as it comes, or before a multiplication.
 *
 * ONNX Runtime is fast at reductions of neighbouring axes alone; and a factor that is the same along an axis can wait
 * until that is summed. So the many sums behind a normalisation become sums over pixels, of which several are the same.
 */
export function splitReductions(node: Node): Node {
  if (!decomposable.has(node.op)) return node;
  const [x] = node.inputs as [Node];
  const op = node.op as Reduction;
  const { axes } = node.attrs as { axes: readonly number[] };
  if (x.op === "Reshape") return acrossReshape(op, x.inputs[0]!, x, axes) ?? node;
  if (x.op === "Mul" && (op === "ReduceSum" || op === "ReduceMean")) {
    const factored = beforeFactor(op, x, axes);
    if (factored) return factored;
  }
  return inRuns(op, x, axes) ?? node;
}

/** Axes of the value before the reshape that are reduced whole come first; the rest is small. */
function acrossReshape(op: Reduction, source: Node, reshaped: Node, axes: readonly number[]): Node | undefined {
  const groups = reshapeGroups(source.shape, reshaped.shape);
  const whole = groups.filter(({ from, to }) => from.length > 0 && to.every((axis) => axes.includes(axis)));
  const from = whole.flatMap((group) => group.from);
  if (sizeOf(from.map((axis) => source.shape[axis]!)) === 1) return undefined; // prettier-ignore
  const done = new Set(whole.flatMap((group) => group.to));
  const rest = reshaped.shape.map((extent, axis) => (done.has(axis) ? 1 : extent));
  const small = reshape(reduce(op, source, from), rest);
  return reduce(op, small, axes);
}

/** `Σ x s = s Σ x` along axes on which `s` does not vary. */
function beforeFactor(op: Reduction, product: Node, axes: readonly number[]): Node | undefined {
  for (const [x, factor] of [product.inputs, product.inputs.toReversed()] as [Node, Node][]) {
    if (x.shape.length !== product.shape.length) continue;
    const shape = padShape(factor.shape, x.shape.length);
    const free = axes.filter((axis) => shape[axis] === 1 && x.shape[axis]! > 1);
    if (free.length > 0) return reduce(op, mul(reduce(op, x, free, true), reshape(factor, shape)), axes);
  }
  return undefined;
}

/** One run of neighbouring axes after the other. */
function inRuns(op: Reduction, x: Node, axes: readonly number[]): Node | undefined {
  const long = axes.filter((axis) => x.shape[axis] !== 1);
  const gap = long.findIndex((axis, i) => i > 0 && x.shape.slice(long[i - 1]! + 1, axis).some((extent) => extent > 1));
  return gap < 1 ? undefined : reduce(op, reduce(op, x, long.slice(0, gap), true), axes);
}
