/**
 * Rows of the upper triangular R in `A = Q R`, `[min(n, d), d]`, by Householder reflections. `R' R = A' A`, without forming that
 * product, which would square the condition number.
 *
 * Works along columns, for the cache: the QR decomposition of ml-matrix works across rows, and took 43 s for `[4000, 1024]`.
 *
 * @param columns Columns of A, each of length n. They are overwritten.
 */
export function triangularFactor(columns: readonly Float64Array[]): Float64Array[] {
  const height = Math.min(columns[0]!.length, columns.length);
  for (let k = 0; k < height; k++) {
    const vector = columns[k]!;
    const diagonal = toHouseholderVector(vector, k);
    for (let j = k + 1; j < columns.length; j++) reflect(columns[j]!, vector, k);
    vector[k] = diagonal;
  }
  return Array.from({ length: height }, (_, row) =>
    Float64Array.from(columns, (column, j) => (j < row ? 0 : column[row]!)),
  );
}

/**
 * Overwrites `x`, from `start` on, by the unit vector v whose reflection `x - 2 v (v' x)` has a single non-zero element, the first.
 *
 * @returns That element.
 */
function toHouseholderVector(x: Float64Array, start: number): number {
  let squares = 0;
  for (let i = start; i < x.length; i++) squares += x[i]! ** 2;
  if (squares === 0) return 0;
  const length = Math.sqrt(squares);
  const first = x[start]! > 0 ? -length : length; // of opposite sign, to avoid cancellation
  const norm = Math.sqrt(2 * length * (length + Math.abs(x[start]!)));
  x[start]! -= first;
  for (let i = start; i < x.length; i++) x[i]! /= norm;
  return first;
}

function reflect(x: Float64Array, v: Float64Array, start: number): void {
  let product = 0;
  for (let i = start; i < x.length; i++) product += v[i]! * x[i]!;
  for (let i = start; i < x.length; i++) x[i]! -= 2 * product * v[i]!;
}
