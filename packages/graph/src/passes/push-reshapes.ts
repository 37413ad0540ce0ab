import { sizeOf } from "@tweedie/core";
import { reshape } from "../ir/build.ts";
import { isElementwise, type Node, withInputs } from "../ir/node.ts";
import { sameShape, type Shape } from "../ir/tensor-type.ts";
import { reshapeBroadcast } from "./narrow.ts";

/**
 * Computes in the shape in which a value comes: a reshape moves behind the elementwise ops that use it.
 *
 * The ops of a normalisation by groups stand between two reshapes. Behind the second, these meet and vanish, and what is
 * the same for all pixels is broadcast over whole channels, not over a few numbers at a time.
 */
export function pushReshapes(node: Node): Node {
  if (!isElementwise(node)) return node;
  const whole = node.inputs.filter(({ shape }) => sameShape(shape, node.shape));
  const shape = whole[0]?.inputs[0]?.shape;
  // Were one of them not a reshape, it would need one, and the two would be pushed to and fro.
  if (!shape || !whole.every((x) => x.op === "Reshape" && sameShape(x.inputs[0]!.shape, shape))) return node;
  const inputs = node.inputs.map((x) => (whole.includes(x) ? x.inputs[0]! : broadcastIn(x, node.shape, shape)));
  return inputs.every((x) => x !== undefined) ? reshape(withInputs(node, inputs), node.shape) : node;
}

/** What is broadcast to one shape, as it is broadcast to the other, if that does not make it large. */
function broadcastIn(x: Node, from: Shape, to: Shape): Node | undefined {
  const small = reshapeBroadcast(x, from, to);
  return small && sizeOf(small.shape) <= Math.max(sizeOf(from) / 4, sizeOf(x.shape)) ? small : undefined;
}
