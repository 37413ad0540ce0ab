import type { NDArray } from "@tweedie/core";
import { triangularFactor } from "./triangular-factor.ts";

/** First and second moments of samples, in the form that the Fréchet distance uses. */
export interface Moments {
  readonly mean: Float64Array;
  /** Rows of a factor R of the unbiased covariance, `R' R`: `[min(n, d), d]`. */
  readonly factor: readonly Float64Array[];
}

/** Moments of the rows `start` to `end` (exclusive) of `[n, d]`. */
export function momentsOf({ shape, data }: NDArray, start: number, end: number): Moments {
  const [, size = 0] = shape;
  const count = end - start;
  const mean = new Float64Array(size);
  const columns = Array.from({ length: size }, (_, j) => {
    const column = Float64Array.from({ length: count }, (_, i) => data[(start + i) * size + j]!);
    mean[j] = column.reduce((sum, x) => sum + x, 0) / count;
    return column.map((x) => (x - mean[j]!) / Math.sqrt(count - 1));
  });
  return { mean, factor: triangularFactor(columns) };
}
