/**
 * The rows of the upper triangle R in `A = Q R`, `[min(n, d), d]`, by Householder's reflections: `R' R = A' A`, and the
 * product, which would square the condition, is never formed.
 *
 * Ours, since it goes along columns: ml-matrix's goes across rows, out of the cache, and took 43 s for `[4000, 1024]`.
 *
 * @param columns Of A, each of length n; they are overwritten.
 */
export function triangularFactor(columns: readonly Float64Array[]): Float64Array[] {
  const height = Math.min(columns[0]!.length, columns.length);
  for (let k = 0; k < height; k++) {
    const mirror = columns[k]!;
    const diagonal = toMirror(mirror, k);
    for (let j = k + 1; j < columns.length; j++) reflect(columns[j]!, mirror, k);
    mirror[k] = diagonal;
  }
  return Array.from({ length: height }, (_, row) =>
    Float64Array.from(columns, (column, j) => (j < row ? 0 : column[row]!)),
  );
}

/**
 * Makes of `x`, from `start` on, the unit vector v whose reflection `x - 2 v (v' x)` leaves only the first element of x.
 *
 * @returns That element.
 */
function toMirror(x: Float64Array, start: number): number {
  let squares = 0;
  for (let i = start; i < x.length; i++) squares += x[i]! ** 2;
  if (squares === 0) return 0;
  const length = Math.sqrt(squares);
  const first = x[start]! > 0 ? -length : length; // of the other sign, so that nothing cancels
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
