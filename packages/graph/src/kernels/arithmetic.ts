import {
  add,
  cast,
  div,
  elementwise,
  equal,
  floor,
  greater,
  less,
  maximum,
  minimum,
  mod,
  mul,
  sub,
  where,
} from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { type Binary, float, promote, scalarLike } from "./operands.ts";

const binary =
  (op: (a: Node, b: Node) => Node) =>
  ({ a, b }: Binary): Node =>
    op(...promote(a, b));

const pow = elementwise("Pow");
const atan = elementwise("Atan");

/** Remainder with the sign of the divisor, as in Python. ONNX supports this for integers only. */
function modulo(a: Node, b: Node): Node {
  const remainder = mod(a, b);
  if (a.dtype === "int32") return remainder;
  return where(less(mul(remainder, b), scalarLike(a, 0)), add(remainder, b), remainder);
}

function atan2(y: Node, x: Node): Node {
  const angle = atan(div(y, x));
  const zero = scalarLike(x, 0);
  const halfTurn = where(less(y, zero), scalarLike(x, -Math.PI), scalarLike(x, Math.PI));
  const onAxis = where(equal(y, zero), zero, div(halfTurn, scalarLike(x, 2)));
  return where(greater(x, zero), angle, where(less(x, zero), add(angle, halfTurn), onAxis));
}

/** Binary arithmetic. */
export const arithmeticKernels = {
  Add: binary(add),
  AddN: (inputs: readonly Node[]) => inputs.reduce((sum, x) => add(...promote(sum, x))),
  Atan2: ({ a, b }: Binary) => atan2(float(a), float(b)),
  FloorDiv: ({ a, b }: Binary) => cast(floor(div(float(a), float(b))), "int32"),
  Maximum: binary(maximum),
  Minimum: binary(minimum),
  Mod: binary(modulo),
  Multiply: binary(mul),
  Pow: binary(pow),
  Prelu: ({ x, alpha }: { x: Node; alpha: Node }) => where(less(x, scalarLike(x, 0)), mul(alpha, x), x),
  RealDiv: ({ a, b }: Binary) => div(float(a), float(b)),
  SquaredDifference: ({ a, b }: Binary) => {
    const difference = sub(...promote(a, b));
    return mul(difference, difference);
  },
  Sub: binary(sub),
};
