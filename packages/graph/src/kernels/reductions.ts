import type { ArgMaxAttrs, CumsumAttrs, MaxAttrs, SumAttrs } from "@tensorflow/tfjs-core";
import { cast, reduce, type Reduction } from "../ir/build.ts";
import { createNode, type Node } from "../ir/node.ts";
import { normalizeAxis } from "../ir/tensor-type.ts";
import { float, numeric, type Unary } from "./operands.ts";

const reduction =
  (op: Reduction) =>
  ({ x }: Unary, { axis, keepDims }: SumAttrs): Node =>
    reduce(op, numeric(x), axis, keepDims);

const quantifier =
  (op: Reduction) =>
  ({ x }: Unary, { axis, keepDims }: SumAttrs): Node =>
    cast(reduce(op, cast(x, "int32"), axis, keepDims), "bool");

const argument =
  (op: "ArgMax" | "ArgMin") =>
  ({ x }: Unary, { axis }: ArgMaxAttrs): Node =>
    createNode(op, [numeric(x)], { axis: normalizeAxis(axis, x.shape.length) });

/** Reductions, cumulative sums and softmax. tfjs has already moved Softmax's axis to the end. */
export const reductionKernels = {
  All: quantifier("ReduceMin"),
  Any: quantifier("ReduceMax"),
  ArgMax: argument("ArgMax"),
  ArgMin: argument("ArgMin"),
  Cumsum: ({ x }: Unary, { axis, exclusive, reverse }: CumsumAttrs) =>
    createNode("CumSum", [numeric(x)], { axis: normalizeAxis(axis, x.shape.length), exclusive, reverse }),
  Max: ({ x }: Unary, { reductionIndices, keepDims }: MaxAttrs) =>
    reduce("ReduceMax", numeric(x), reductionIndices, keepDims),
  Mean: ({ x }: Unary, { axis, keepDims }: SumAttrs) => reduce("ReduceMean", float(x), axis, keepDims),
  Min: reduction("ReduceMin"),
  Prod: reduction("ReduceProd"),
  Softmax: ({ logits }: { logits: Node }) => createNode("Softmax", [float(logits)], {}),
  Sum: reduction("ReduceSum"),
};
