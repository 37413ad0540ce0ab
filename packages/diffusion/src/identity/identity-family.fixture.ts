import type { Coefficients } from "@tweedie/core";
import { fullTransform, fused, l1, leftTransform, middleOnly, rightTransform } from "./identity-family.ts";

export const lambdas = [-0.5, 0, 0.5, 1, 1.2];

/** The losses of the identity family by name. */
export const family: readonly (readonly [string, Coefficients])[] = [
  ["L1", l1],
  ...lambdas.map((lambda) => [`L2 - ${lambda} L1`, fused(lambda)] as const),
  ["full transform", fullTransform],
  ["middle only", middleOnly],
  ["left", leftTransform],
  ["right", rightTransform],
];

/** A loss times a factor. */
export const multiple = (factor: number, { aa, ab, ae, bb, be }: Coefficients): Coefficients => ({
  aa: factor * aa,
  ab: factor * ab,
  ae: factor * ae,
  bb: factor * bb,
  be: factor * be,
});

/** Noise levels at which the identities are checked. */
export const levels = [
  ["variance preserving", { alphaBar: 0.8, betaBar: 0.6 }],
  ["variance exploding", { alphaBar: 1, betaBar: 1.5 }],
] as const;

/** Absolute tolerance of expectations by quadrature in float64. */
export const close = { atol: 1e-6, rtol: 0 };

export const norm = (x: readonly number[]): number => Math.hypot(...x);
