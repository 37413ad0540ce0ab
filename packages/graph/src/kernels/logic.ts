import { and, cast, elementwise, equal, greater, greaterOrEqual, less, not, or, where } from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { refuse } from "../trace/place.ts";
import { type Binary, float, promote, type Unary } from "./operands.ts";

const comparison =
  (op: (a: Node, b: Node) => Node) =>
  ({ a, b }: Binary): Node =>
    op(...promote(a, b));

const truth = (x: Node) => cast(x, "bool");
const isNaN = elementwise("IsNaN");
const isInf = elementwise("IsInf");

function select({ condition, t, e }: { condition: Node; t: Node; e: Node }): Node {
  if (condition.shape.length < t.shape.length) refuse("a choice between whole rows cannot be compiled");
  const chosen = where(truth(condition), ...promote(t, e));
  return t.dtype === "bool" ? truth(chosen) : chosen;
}

/** Kernels that answer yes or no, and the choice by an answer. */
export const logicKernels = {
  Equal: comparison(equal),
  Greater: comparison(greater),
  GreaterEqual: comparison(greaterOrEqual),
  IsFinite: ({ x }: Unary) => not(or(isNaN(float(x)), isInf(float(x)))),
  IsInf: ({ x }: Unary) => isInf(float(x)),
  IsNan: ({ x }: Unary) => isNaN(float(x)),
  Less: comparison(less),
  LessEqual: comparison(elementwise("LessOrEqual")),
  LogicalAnd: ({ a, b }: Binary) => and(truth(a), truth(b)),
  LogicalNot: ({ x }: Unary) => not(truth(x)),
  LogicalOr: ({ a, b }: Binary) => or(truth(a), truth(b)),
  NotEqual: ({ a, b }: Binary) => not(comparison(equal)({ a, b })),
  Select: select,
};
