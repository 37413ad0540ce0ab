import type { Coefficients, CoefficientsByLevel, LossPoint } from "@tweedie/core";

/** The coefficients of a loss at a noise level. */
export const coefficientsAt = (coefficients: CoefficientsByLevel, point: LossPoint): Coefficients =>
  typeof coefficients === "function" ? coefficients(point) : coefficients;
