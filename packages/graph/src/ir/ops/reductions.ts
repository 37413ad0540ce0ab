import type { NoAttrs, OpDefinition } from "./op-definition.ts";

/** `axes` are ascending and counted from the front. Reduced axes are dropped; `Reshape` restores them. */
export interface ReduceAttrs {
  readonly axes: readonly number[];
}

const reduction: OpDefinition<ReduceAttrs> = {
  infer: ([x], { axes }) => ({ shape: x!.shape.filter((_, axis) => !axes.includes(axis)), dtype: x!.dtype }),
};

/** Index of an extremum, as int32. */
const argument: OpDefinition<{ readonly axis: number }> = {
  infer: ([x], { axis }) => ({ shape: x!.shape.filter((_, other) => other !== axis), dtype: "int32" }),
};

const cumSum: OpDefinition<{ readonly axis: number; readonly exclusive: boolean; readonly reverse: boolean }> = {
  infer: ([x]) => x!,
};

/** Softmax over the last axis. */
const softmax: OpDefinition<NoAttrs> = { infer: ([x]) => x! };

export const reductionOps = {
  ArgMax: argument,
  ArgMin: argument,
  CumSum: cumSum,
  ReduceMax: reduction,
  ReduceMean: reduction,
  ReduceMin: reduction,
  ReduceProd: reduction,
  ReduceSum: reduction,
  Softmax: softmax,
};
