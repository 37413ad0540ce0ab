import type { leafOps } from "../../ir/ops/leaves.ts";
import type { Lowerings } from "../lowering.ts";

export const leafLowerings: Lowerings<keyof typeof leafOps> = {
  Constant: (writer, _, { values, shape, dtype }) => writer.constant(values, { shape, dtype }),
  Input: (writer, _, { name, shape, dtype }) => writer.input(name, { shape, dtype }),
};
