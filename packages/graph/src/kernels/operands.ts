import { cast, fill } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import type { DType } from "../ir/tensor-type.ts";

/** Inputs of a unary tfjs kernel, by tfjs's names. */
export interface Unary {
  readonly x: Node;
}

/** Inputs of a binary tfjs kernel, by tfjs's names. */
export interface Binary {
  readonly a: Node;
  readonly b: Node;
}

/** A scalar constant of the element type of `x`. */
export const scalarLike = (x: Node, value: number): Node => fill(value, [], x.dtype);

const ranks: Record<DType, number> = { bool: 0, int32: 1, float32: 2 };

/** Casts both values to the wider of their element types, like TensorFlow. Booleans become integers. */
export function promote(a: Node, b: Node): [Node, Node] {
  const wider = ranks[a.dtype] > ranks[b.dtype] ? a.dtype : b.dtype;
  const dtype = wider === "bool" ? "int32" : wider;
  return [cast(a, dtype), cast(b, dtype)];
}

/** Casts a boolean to int32 and leaves numbers unchanged. */
export const numeric = (x: Node): Node => (x.dtype === "bool" ? cast(x, "int32") : x);
export const float = (x: Node): Node => cast(x, "float32");
