/** Pivots below this fraction of the largest variance are rounding errors. */
const tolerance = 1e-14;

/**
 * Rows of a factor R of a positive semidefinite matrix `S = R' R`, `[rank, d]`, by Cholesky's method with diagonal pivoting. It needs no
 * special case for singular matrices. Higham, "Analysis of the Cholesky decomposition of a semi-definite matrix", 1990.
 *
 * @param matrix Row-major `[size, size]`; only the lower triangle is read.
 */
export function pivotedFactor(matrix: Float64Array, size: number): Float64Array[] {
  const rest = Float64Array.from({ length: size }, (_, j) => matrix[j * size + j]!);
  const least = tolerance * rest.reduce((a, b) => Math.max(a, b), 0);
  const rows: Float64Array[] = [];
  while (rows.length < size) {
    const pivot = rest.reduce((best, x, j) => (x > rest[best]! ? j : best), 0);
    if (!(rest[pivot]! > least)) break;
    const row = rowOf(matrix, size, pivot);
    for (const earlier of rows) {
      const factor = earlier[pivot]!;
      for (let j = 0; j < size; j++) row[j]! -= factor * earlier[j]!;
    }
    const root = Math.sqrt(rest[pivot]!);
    for (let j = 0; j < size; j++) {
      row[j] = rest[j] === -Infinity ? 0 : row[j]! / root;
      rest[j]! -= row[j]! ** 2;
    }
    row[pivot] = root;
    rest[pivot] = -Infinity; // done
    rows.push(row);
  }
  return rows;
}

/** A row of a symmetric matrix that is given by its lower triangle. */
const rowOf = (matrix: Float64Array, size: number, i: number): Float64Array =>
  Float64Array.from({ length: size }, (_, j) => matrix[Math.max(i, j) * size + Math.min(i, j)]!);
