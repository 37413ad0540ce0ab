import { type NDArray, sizeOf } from "@tweedie/core";

/** Standard deviation of samples `[n, ...]` about their own mean: square root of the variance averaged over elements. 0 if all samples are equal. */
export function spread({ shape, data }: NDArray): number {
  const size = sizeOf(shape.slice(1));
  const count = shape[0]!;
  const mean = new Float64Array(size);
  data.forEach((value, i) => (mean[i % size]! += value / count));
  return Math.sqrt(data.reduce((sum, value, i) => sum + (value - mean[i % size]!) ** 2, 0) / data.length);
}
