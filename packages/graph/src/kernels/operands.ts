import { cast, fill } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import type { DType } from "../ir/tensor-type.ts";

/** Inputs of a tfjs kernel by its names for them. */
export interface Unary {
  readonly x: Node;
}
export interface Binary {
  readonly a: Node;
  readonly b: Node;
}

/** A number of the kind of a value, to be broadcast against it. */
export const like = (x: Node, value: number): Node => fill(value, [], x.dtype);

const ranks: Record<DType, number> = { bool: 0, int32: 1, float32: 2 };

/** Both values in the wider of their kinds, as TensorFlow mixes them. Truth values count as integers. */
export function promote(a: Node, b: Node): [Node, Node] {
  const wider = ranks[a.dtype] > ranks[b.dtype] ? a.dtype : b.dtype;
  const dtype = wider === "bool" ? "int32" : wider;
  return [cast(a, dtype), cast(b, dtype)];
}

/** A value that can be counted with. */
export const number = (x: Node): Node => (x.dtype === "bool" ? cast(x, "int32") : x);
export const float = (x: Node): Node => cast(x, "float32");
