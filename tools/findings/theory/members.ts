import type { Coefficients } from "@tweedie/core";
import { fullTransform, fused, l1, leftTransform, middleOnly, rightTransform } from "@tweedie/diffusion";

/** Members of the identity family, by the names that sweeps and tables use. */
export const members = {
  L1: l1,
  "lambda-0": fused(0),
  "lambda-0.5": fused(0.5),
  "lambda-1": fused(1),
  "lambda-1.2": fused(1.2),
  full: fullTransform,
  left: leftTransform,
  right: rightTransform,
  "middle-only": middleOnly,
} satisfies Record<string, Coefficients>;

export type Member = keyof typeof members;
