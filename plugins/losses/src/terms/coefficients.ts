import type { Coefficients, CoefficientsByLevel, LossPoint } from "@tweedie/core";
import { coefficientsAt } from "@tweedie/diffusion";
import type { Term } from "./term.ts";
import { weightAt } from "./weight.ts";

/**
 * Coefficients of a sum: those of its terms of the identity family, times their weights.
 *
 * They exist if such terms have the same weighting, the experiment's. Other terms have no coefficients and do not change them.
 */
export function coefficientsOf(terms: readonly Term[]): CoefficientsByLevel | undefined {
  const family = terms.filter(({ object }) => object.coefficients !== undefined);
  if (family.length === 0 || family.some(({ weighting }) => weighting !== undefined)) return undefined;
  const sumAt = (point: LossPoint): Coefficients =>
    family
      .map(({ object, weight }) =>
        times(coefficientsAt(object.coefficients!, point), weightAt(weight, point.iteration)),
      )
      .reduce(plus);
  const isConstant = family.every(
    ({ object, weight }) => typeof object.coefficients !== "function" && typeof weight === "number",
  );
  return isConstant ? sumAt({ sigma: 1, iteration: 1 }) : sumAt;
}

const times = ({ aa, ab, ae, bb, be }: Coefficients, factor: number): Coefficients => ({
  aa: aa * factor,
  ab: ab * factor,
  ae: ae * factor,
  bb: bb * factor,
  be: be * factor,
});

const plus = (a: Coefficients, b: Coefficients): Coefficients => ({
  aa: a.aa + b.aa,
  ab: a.ab + b.ab,
  ae: a.ae + b.ae,
  bb: a.bb + b.bb,
  be: a.be + b.be,
});
