import { Matrix, SVD } from "ml-matrix";
import type { Moments } from "./moments.ts";

/**
 * Squared 2-Wasserstein distance of two Gaussians, `|m1 - m2|² + tr(S1 + S2 - 2 (S1 S2)^½)`.
 *
 * With factors `S = R' R` the trace of the root is the sum of the singular values of `R1 R2'`. This avoids the product `S1 S2`, which is
 * not symmetric and has the product of both condition numbers, and its matrix root. Singular covariances, as of fewer samples than
 * dimensions, need no special case.
 *
 * Fréchet, "Sur la distance de deux lois de probabilité", 1957; Dowson and Landau, 1982.
 */
export function frechetDistance(a: Moments, b: Moments): number {
  const means = a.mean.reduce((sum, x, j) => sum + (x - b.mean[j]!) ** 2, 0);
  return means + traceOf(a) + traceOf(b) - 2 * traceOfRoot(a, b);
}

function traceOfRoot(a: Moments, b: Moments): number {
  if (a.factor.length === 0 || b.factor.length === 0) return 0; // all features are constant
  const product = new Matrix(a.factor as Float64Array[]).mmul(new Matrix(b.factor as Float64Array[]).transpose());
  const { diagonal } = new SVD(product, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  });
  return diagonal.reduce((sum, value) => sum + value, 0);
}

const traceOf = ({ factor }: Moments): number =>
  factor.reduce((sum, row) => sum + row.reduce((squares, x) => squares + x * x, 0), 0);
