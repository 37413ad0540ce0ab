import { statSync } from "node:fs";
import { TweedieError } from "@tweedie/core";
import { fileLimits, readRegularFileSync } from "@tweedie/core/files";
import { type Float64Values, openNpz } from "@tweedie/formats";
import type { Moments } from "./moments.ts";
import { pivotedFactor } from "./pivoted-factor.ts";

/** Difference from a covariance that rounding may cause, as a fraction of the largest variance. */
const tolerance = 1e-6;

/** Checks that a file exists. @throws TweedieError */
export function checkReferenceFile(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return;
  const fix = "set `reference` to a .npz file of NumPy with the arrays mu and sigma, as EDM and pytorch-fid write them";
  throw new TweedieError({ where: "evaluate.metrics", what: `there is no file ${path}`, fix });
}

/**
 * Reads the mean `mu`, `[d]`, and the covariance `sigma`, `[d, d]`, of reference features from a `.npz` file.
 *
 * @throws TweedieError if an array is missing or as `referenceMoments` does
 */
export function readReference(path: string): Moments {
  const { readFloat64 } = openNpz(readRegularFileSync(path, fileLimits.arrays), path);
  return referenceMoments(readFloat64("mu"), readFloat64("sigma"), path);
}

/** Moments of mean and covariance. @throws TweedieError if a shape is wrong, a number not finite, or `sigma` not a covariance */
export function referenceMoments(mu: Float64Values, sigma: Float64Values, where: string): Moments {
  const fail = (what: string) => new TweedieError({ where, what });
  const size = mu.data.length;
  if (mu.shape.length !== 1 || size === 0)
    throw fail(`mu has the shape [${mu.shape.join(", ")}], not that of a vector`);
  if (sigma.shape.join() !== `${size},${size}`)
    throw fail(`sigma has the shape [${sigma.shape.join(", ")}]; by mu it is [${size}, ${size}]`);
  for (const [name, { data }] of Object.entries({ mu, sigma }))
    if (!data.every(Number.isFinite)) throw fail(`${name} has numbers that are not finite`);

  const factor = pivotedFactor(sigma.data, size);
  const largest = sigma.data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (asymmetry(sigma.data, size) > tolerance * largest) throw fail("sigma is not a covariance: it is not symmetric");
  if (residual(sigma.data, factor) > tolerance * largest)
    throw fail("sigma is not a covariance: it is not positive semidefinite");
  return { mean: mu.data, factor };
}

/** Largest difference of a matrix from its transpose. */
function asymmetry(matrix: Float64Array, size: number): number {
  let most = 0;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) most = Math.max(most, Math.abs(matrix[i * size + j]! - matrix[j * size + i]!));
  return most;
}

/**
 * Largest element of `(S - R' R) v` for one vector v of numbers between -1 and 1. Only a positive semidefinite matrix equals the product
 * of its pivoted factor.
 */
function residual(matrix: Float64Array, factor: readonly Float64Array[]): number {
  const size = Math.sqrt(matrix.length);
  const v = Float64Array.from({ length: size }, (_, j) => Math.sin(1 + j));
  const result = Float64Array.from({ length: size }, (_, i) => dot(matrix.subarray(i * size, (i + 1) * size), v));
  for (const row of factor) {
    const along = dot(row, v);
    row.forEach((x, j) => (result[j]! -= along * x));
  }
  return result.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, j) => sum + x * b[j]!, 0);
