import { sizeOf } from "@tweedie/core";
import { reshape } from "../../ir/build.ts";
import { isElementwise, type Node, withInputs } from "../../ir/node.ts";
import { sameShape, type Shape } from "../../ir/tensor-type.ts";
import { reshapeBeforeBroadcast } from "./sink-broadcasts.ts";

/**
 * Moves reshapes behind the elementwise op that uses them: `op(reshape(x), s) -> reshape(op(x, reshape(s)))`.
 *
 * The ops of a group normalisation lie between two reshapes, which then meet and cancel. What is equal for all pixels is
 * broadcast over whole channels instead of over a few elements at a time, which is faster.
 */
export function sinkReshapes(node: Node): Node {
  if (!isElementwise(node)) return node;
  const whole = node.inputs.filter(({ shape }) => sameShape(shape, node.shape));
  const shape = whole[0]?.inputs[0]?.shape;
  // An input without a reshape would need one, which the next application would move back.
  if (!shape || !whole.every((x) => x.op === "Reshape" && sameShape(x.inputs[0]!.shape, shape))) return node;
  const inputs = node.inputs.map((x) => (whole.includes(x) ? x.inputs[0]! : reshapeSmall(x, node.shape, shape)));
  return inputs.every((x) => x !== undefined) ? reshape(withInputs(node, inputs), node.shape) : node;
}

/** Reshapes an input that broadcasts to `from`, so that it broadcasts to `to`; undefined if it becomes large. */
function reshapeSmall(x: Node, from: Shape, to: Shape): Node | undefined {
  const small = reshapeBeforeBroadcast(x, from, to);
  return small && sizeOf(small.shape) <= Math.max(sizeOf(from) / 4, sizeOf(x.shape)) ? small : undefined;
}
