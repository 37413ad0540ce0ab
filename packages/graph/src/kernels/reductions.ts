import type { ArgMaxAttrs, CumsumAttrs, MaxAttrs, SumAttrs } from "@tensorflow/tfjs";
import { cast, reduce, type Reduction } from "../ir/build.ts";
import { make, type Node } from "../ir/node.ts";
import { normalizeAxis } from "../ir/tensor-type.ts";
import { float, number, type Unary } from "./operands.ts";

const reduction =
  (op: Reduction) =>
  ({ x }: Unary, { axis, keepDims }: SumAttrs): Node =>
    reduce(op, number(x), axis, keepDims);

const quantifier =
  (op: Reduction) =>
  ({ x }: Unary, { axis, keepDims }: SumAttrs): Node =>
    cast(reduce(op, cast(x, "int32"), axis, keepDims), "bool");

const argument =
  (op: "ArgMax" | "ArgMin") =>
  ({ x }: Unary, { axis }: ArgMaxAttrs): Node =>
    make(op, [number(x)], { axis: normalizeAxis(axis, x.shape.length) });

/** Kernels that count elements together. tfjs gives Softmax its values with the axis last. */
export const reductionKernels = {
  All: quantifier("ReduceMin"),
  Any: quantifier("ReduceMax"),
  ArgMax: argument("ArgMax"),
  ArgMin: argument("ArgMin"),
  Cumsum: ({ x }: Unary, { axis, exclusive, reverse }: CumsumAttrs) =>
    make("CumSum", [number(x)], { axis: normalizeAxis(axis, x.shape.length), exclusive, reverse }),
  Max: ({ x }: Unary, { reductionIndices, keepDims }: MaxAttrs) =>
    reduce("ReduceMax", number(x), reductionIndices, keepDims),
  Mean: ({ x }: Unary, { axis, keepDims }: SumAttrs) => reduce("ReduceMean", float(x), axis, keepDims),
  Min: reduction("ReduceMin"),
  Prod: reduction("ReduceProd"),
  Softmax: ({ logits }: { logits: Node }) => make("Softmax", [float(logits)], {}),
  Sum: reduction("ReduceSum"),
};
