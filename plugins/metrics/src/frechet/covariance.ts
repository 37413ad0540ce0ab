import type { NDArray } from "@tweedie/core";

type Column = Float64Array;

/** Rows that are added to the covariance at once: a block of columns stays in the cache. */
const blockRows = 256;

/** Mean and sum of squares of rows that are not held: `[d]`, and the lower triangle of `Σ (x - mean) (x - mean)'`, `[d, d]`. */
export interface Covariance {
  readonly count: number;
  readonly mean: Float64Array;
  readonly squares: Float64Array;
}

/**
 * Accumulates mean and covariance of rows `[b, d]` in float64. Each block of rows is centred at its own mean before it is squared, so
 * that no digits are lost if the mean is large compared with the standard deviation.
 *
 * Chan, Golub and LeVeque, "Algorithms for computing the sample variance", 1983, eq. 2.1.
 */
export function accumulateCovariance(size: number) {
  let sum: Covariance = { count: 0, mean: new Float64Array(size), squares: new Float64Array(size * size) };
  const block = new Float64Array(size * blockRows); // column by column
  let filled = 0;
  const fold = (): void => {
    const columns = Array.from({ length: size }, (_, j) => block.subarray(j * blockRows, j * blockRows + filled));
    const mean = Float64Array.from(columns, (column) => column.reduce((sum, x) => sum + x, 0) / filled);
    columns.forEach((column, j) => column.forEach((x, i) => (column[i] = x - mean[j]!)));
    addProducts(sum.squares, columns);
    sum = addShift(sum, { count: filled, mean });
    filled = 0;
  };
  return {
    add({ data, shape: [count = 0] }: NDArray): void {
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < size; j++) block[j * blockRows + filled] = data[i * size + j]!;
        if (++filled === blockRows) fold();
      }
    },
    result(): Covariance {
      if (filled > 0) fold();
      return sum;
    },
  };
}

/** Combines the sums of two sets of rows. */
export function combineCovariances(a: Covariance, b: Covariance): Covariance {
  const squares = Float64Array.from(a.squares, (x, i) => x + b.squares[i]!);
  return addShift({ ...a, squares }, b);
}

/** Moves the mean for rows of another mean, whose squares around it have been added. Overwrites the squares. */
function addShift({ count, mean, squares }: Covariance, rows: Pick<Covariance, "count" | "mean">): Covariance {
  const total = count + rows.count;
  const shift = mean.map((x, j) => rows.mean[j]! - x);
  const weight = (count * rows.count) / total;
  const size = mean.length;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) squares[i * size + j]! += weight * shift[i]! * shift[j]!;
  }
  return { count: total, mean: mean.map((x, j) => x + (rows.count / total) * shift[j]!), squares };
}

/**
 * Adds the products of all pairs of columns to a lower triangle, `[d, d]`. Works on 4 x 2 products at a time, so that numbers stay in
 * registers.
 */
function addProducts(squares: Float64Array, columns: readonly Float64Array[]): void {
  const size = columns.length;
  const columnOf = (k: number): Float64Array => columns[Math.min(k, size - 1)]!; // beyond the end: computed, not added
  for (let i = 0; i < size; i += 4) {
    const four = [columnOf(i), columnOf(i + 1), columnOf(i + 2), columnOf(i + 3)] as const;
    for (let j = 0; j < Math.min(i + 4, size); j += 2) {
      const products = productsOf(...four, columnOf(j), columnOf(j + 1));
      for (let k = 0; k < 8; k++) {
        const row = i + (k >> 1);
        const column = j + (k & 1);
        if (row < size && column <= row) squares[row * size + column]! += products[k]!;
      }
    }
  }
}

/** Inner products of four columns with two: `[a x, a y, b x, b y, ...]`. */
function productsOf(a: Column, b: Column, c: Column, d: Column, x: Column, y: Column): readonly number[] {
  let ax = 0;
  let bx = 0;
  let cx = 0;
  let dx = 0;
  let ay = 0;
  let by = 0;
  let cy = 0;
  let dy = 0;
  for (let n = 0; n < x.length; n++) {
    const u = x[n]!;
    const v = y[n]!;
    ax += a[n]! * u;
    bx += b[n]! * u;
    cx += c[n]! * u;
    dx += d[n]! * u;
    ay += a[n]! * v;
    by += b[n]! * v;
    cy += c[n]! * v;
    dy += d[n]! * v;
  }
  return [ax, ay, bx, by, cx, cy, dx, dy];
}
