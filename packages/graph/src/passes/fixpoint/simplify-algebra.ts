import { byOp, type Rule } from "../rewriting/rule.ts";
import { arithmeticIdentities } from "./arithmetic-identities.ts";
import { shapeIdentities } from "./shape-identities.ts";

/** Applies algebraic identities of arithmetic, shapes, matrix products and reductions: `x * 1 -> x`, `reshape(reshape(x)) -> reshape(x)`. */
export const simplifyAlgebra: Rule = byOp({ ...arithmeticIdentities, ...shapeIdentities });
