import type { TensorType } from "../tensor-type.ts";
import type { OpDefinition } from "./op-definition.ts";

/** A weight or a draw, by name. */
const input: OpDefinition<TensorType & { readonly name: string }> = {
  infer: (_, { shape, dtype }) => ({ shape, dtype }),
};

/** Literal values. A uniform constant is an `Expand` of a scalar `Constant`. */
const constant: OpDefinition<TensorType & { readonly values: readonly number[] }> = {
  infer: (_, { shape, dtype }) => ({ shape, dtype }),
};

/** Ops without inputs. */
export const leafOps = { Constant: constant, Input: input };
