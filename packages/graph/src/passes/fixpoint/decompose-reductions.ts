import { sizeOf } from "@tweedie/core";
import { mul, reduce, type Reduction, reshape } from "../../ir/build.ts";
import type { Node } from "../../ir/node.ts";
import { reshapeGroups } from "../../ir/reshape-groups.ts";
import { padShape } from "../../ir/tensor-type.ts";
import { operandOrders } from "../rewriting/patterns.ts";

const decomposable = new Set<string>(["ReduceMax", "ReduceMean", "ReduceMin", "ReduceSum"] satisfies Reduction[]);

/**
 * Splits a reduction in two: `reduce(x, A ∪ B) -> reduce(reduce(x, A), B)`, where A can be reduced before a reshape, before
 * a multiplication, or as one run of adjacent axes.
 *
 * ONNX Runtime is fast only at reductions of adjacent axes. The sums in the gradient of a normalisation become sums over
 * pixels, several of which are common subexpressions.
 */
export function decomposeReductions(node: Node): Node {
  if (!decomposable.has(node.op)) return node;
  const [x] = node.inputs as [Node];
  const op = node.op as Reduction;
  const { axes } = node.attrs as { axes: readonly number[] };
  if (x.op === "Reshape") return reduceBeforeReshape(op, x.inputs[0]!, x, axes) ?? node;
  if (x.op === "Mul" && (op === "ReduceSum" || op === "ReduceMean")) {
    const factored = factorOut(op, x, axes);
    if (factored) return factored;
  }
  return reduceFirstRun(op, x, axes) ?? node;
}

/** Reduces those axes of `source` first that the reduction of `reshape(source)` covers whole; the rest is small. */
function reduceBeforeReshape(op: Reduction, source: Node, reshaped: Node, axes: readonly number[]): Node | undefined {
  const groups = reshapeGroups(source.shape, reshaped.shape);
  const covered = groups.filter(({ from, to }) => from.length > 0 && to.every((axis) => axes.includes(axis)));
  const from = covered.flatMap((group) => group.from);
  if (sizeOf(from.map((axis) => source.shape[axis]!)) === 1) return undefined; // prettier-ignore
  const reduced = new Set(covered.flatMap((group) => group.to));
  const rest = reshaped.shape.map((extent, axis) => (reduced.has(axis) ? 1 : extent));
  const small = reshape(reduce(op, source, from), rest);
  return reduce(op, small, axes);
}

/** `Σ x s -> s Σ x` over the axes along which `s` is constant. */
function factorOut(op: Reduction, product: Node, axes: readonly number[]): Node | undefined {
  for (const [x, factor] of operandOrders(product)) {
    if (x.shape.length !== product.shape.length) continue;
    const shape = padShape(factor.shape, x.shape.length);
    const free = axes.filter((axis) => shape[axis] === 1 && x.shape[axis]! > 1);
    if (free.length > 0) return reduce(op, mul(reduce(op, x, free, true), reshape(factor, shape)), axes);
  }
  return undefined;
}

/** Reduces the first run of adjacent axes on its own. */
function reduceFirstRun(op: Reduction, x: Node, axes: readonly number[]): Node | undefined {
  const long = axes.filter((axis) => x.shape[axis] !== 1);
  const gap = long.findIndex((axis, i) => i > 0 && x.shape.slice(long[i - 1]! + 1, axis).some((extent) => extent > 1));
  return gap < 1 ? undefined : reduce(op, reduce(op, x, long.slice(0, gap), true), axes);
}
