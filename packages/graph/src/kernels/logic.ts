import { and, cast, elementwise, equal, greater, greaterOrEqual, less, not, or, where } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { throwUnsupported } from "../tfjs/call-site.ts";
import { type Binary, float, promote, type Unary } from "./operands.ts";

const comparison =
  (op: (a: Node, b: Node) => Node) =>
  ({ a, b }: Binary): Node =>
    op(...promote(a, b));

const asBool = (x: Node) => cast(x, "bool");
const isNaN = elementwise("IsNaN");
const isInf = elementwise("IsInf");

function select({ condition, t, e }: { condition: Node; t: Node; e: Node }): Node {
  if (condition.shape.length < t.shape.length)
    throwUnsupported("tf.where with a condition of lower rank cannot be compiled");
  const selected = where(asBool(condition), ...promote(t, e));
  return t.dtype === "bool" ? asBool(selected) : selected;
}

/** Comparisons, boolean algebra and selection by a condition. */
export const logicKernels = {
  Equal: comparison(equal),
  Greater: comparison(greater),
  GreaterEqual: comparison(greaterOrEqual),
  IsFinite: ({ x }: Unary) => not(or(isNaN(float(x)), isInf(float(x)))),
  IsInf: ({ x }: Unary) => isInf(float(x)),
  IsNan: ({ x }: Unary) => isNaN(float(x)),
  Less: comparison(less),
  LessEqual: comparison(elementwise("LessOrEqual")),
  LogicalAnd: ({ a, b }: Binary) => and(asBool(a), asBool(b)),
  LogicalNot: ({ x }: Unary) => not(asBool(x)),
  LogicalOr: ({ a, b }: Binary) => or(asBool(a), asBool(b)),
  NotEqual: ({ a, b }: Binary) => not(comparison(equal)({ a, b })),
  Select: select,
};
