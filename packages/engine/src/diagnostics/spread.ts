import { type NDArray, sizeOf } from "@tweedie/core";

/** How far samples `[n, ...]` are from their own mean: the root of the variance, averaged over elements. 0 where all are one point. */
export function spread({ shape, data }: NDArray): number {
  const size = sizeOf(shape.slice(1));
  const count = shape[0]!;
  const centre = new Float64Array(size);
  data.forEach((value, i) => (centre[i % size]! += value / count));
  return Math.sqrt(data.reduce((sum, value, i) => sum + (value - centre[i % size]!) ** 2, 0) / data.length);
}
