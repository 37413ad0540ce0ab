import { fill, filling, slice } from "../ir/build.ts";
import type { Node, NodeOf } from "../ir/node.ts";

/**
 * Takes a part from where it was before it was joined to others or padded: what stands beside it may then be computed for nobody.
 *
 * A step that reads one column of several, and the gradient that flows back through it, pays for that column alone.
 */
export function slices(node: Node): Node {
  if (node.op === "Pad") return ofNothing(node) ?? node;
  if (node.op !== "Slice" || node.attrs.strides.some((stride) => stride !== 1)) return node;
  const x = node.inputs[0]!;
  return (x.op === "Concat" ? fromOne(node, x) : x.op === "Pad" ? withoutPadding(node, x) : undefined) ?? node;
}

/** The part of the one input that it lies in. */
function fromOne({ attrs: { begin, size } }: NodeOf<"Slice">, { inputs, attrs: { axis } }: NodeOf<"Concat">) {
  let offset = 0;
  for (const x of inputs) {
    const [from, extent] = [begin[axis]! - offset, x.shape[axis]!];
    if (from >= 0 && from + size[axis]! <= extent) return slice(x, begin.with(axis, from), size);
    offset += extent;
  }
  return undefined;
}

/** The part of what was padded, or of the padding. */
function withoutPadding({ attrs, shape, dtype }: NodeOf<"Slice">, { inputs, attrs: padding }: NodeOf<"Pad">) {
  if (padding.mode !== "constant") return undefined;
  const x = inputs[0]!;
  const from = attrs.begin.map((begin, axis) => begin - padding.before[axis]!);
  const to = from.map((begin, axis) => begin + attrs.size[axis]!);
  if (from.every((begin, axis) => begin >= 0 && to[axis]! <= x.shape[axis]!)) return slice(x, from, attrs.size);
  const isOutside = from.some((begin, axis) => begin >= x.shape[axis]! || to[axis]! <= 0);
  return isOutside ? fill(padding.value, shape, dtype) : undefined;
}

/** A number padded with itself. */
function ofNothing({ inputs, attrs: { mode, value }, shape, dtype }: NodeOf<"Pad">): Node | undefined {
  return mode === "constant" && filling(inputs[0]!) === value ? fill(value, shape, dtype) : undefined;
}
