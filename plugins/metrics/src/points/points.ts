import { type NDArray, sizeOf } from "@tweedie/core";

/** The first `limit` samples of `[n, ...]`, each flattened to a point. */
export function pointsOf({ shape, data }: NDArray, limit: number): Float32Array[] {
  const size = sizeOf(shape.slice(1));
  return Array.from({ length: Math.min(shape[0]!, limit) }, (_, i) => data.subarray(i * size, (i + 1) * size));
}

export function squaredDistance(x: Float32Array, y: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += (x[j]! - y[j]!) ** 2;
  return sum;
}
