import { constantFill, fill, slice } from "../../ir/build.ts";
import type { Node, NodeOf } from "../../ir/node.ts";

/**
 * Moves a slice before a concatenation or a padding: `slice(concat(a, b)) -> slice(b)`, `slice(pad(x)) -> slice(x)`.
 *
 * The other inputs are then no longer computed: a step that reads one of several columns, and its gradient, cost one column.
 */
export function hoistSlices(node: Node): Node {
  if (node.op === "Pad") return foldPad(node) ?? node;
  if (node.op !== "Slice" || node.attrs.strides.some((stride) => stride !== 1)) return node;
  const x = node.inputs[0]!;
  return (x.op === "Concat" ? sliceOfConcat(node, x) : x.op === "Pad" ? sliceOfPad(node, x) : undefined) ?? node;
}

/** The slice of the one input that it lies in; undefined if it spans several. */
function sliceOfConcat({ attrs: { begin, size } }: NodeOf<"Slice">, { inputs, attrs: { axis } }: NodeOf<"Concat">) {
  let offset = 0;
  for (const x of inputs) {
    const [from, extent] = [begin[axis]! - offset, x.shape[axis]!];
    if (from >= 0 && from + size[axis]! <= extent) return slice(x, begin.with(axis, from), size);
    offset += extent;
  }
  return undefined;
}

/** The slice of the padded value, or the padding value; undefined if the slice has both. */
function sliceOfPad({ attrs, shape, dtype }: NodeOf<"Slice">, { inputs, attrs: padding }: NodeOf<"Pad">) {
  if (padding.mode !== "constant") return undefined;
  const x = inputs[0]!;
  const from = attrs.begin.map((begin, axis) => begin - padding.before[axis]!);
  const to = from.map((begin, axis) => begin + attrs.size[axis]!);
  if (from.every((begin, axis) => begin >= 0 && to[axis]! <= x.shape[axis]!)) return slice(x, from, attrs.size);
  const isOutside = from.some((begin, axis) => begin >= x.shape[axis]! || to[axis]! <= 0);
  return isOutside ? fill(padding.value, shape, dtype) : undefined;
}

/** A uniform constant padded with its own value is a larger uniform constant. */
function foldPad({ inputs, attrs: { mode, value }, shape, dtype }: NodeOf<"Pad">): Node | undefined {
  return mode === "constant" && constantFill(inputs[0]!) === value ? fill(value, shape, dtype) : undefined;
}
