import { type NDArray, sizeOf } from "@tweedie/core";
import type { Shape } from "../ir/tensor-type.ts";

const bytesOf = (shapes: Readonly<Record<string, Shape>>): number =>
  Object.values(shapes).reduce((sum, shape) => sum + Float32Array.BYTES_PER_ELEMENT * sizeOf(shape), 0);

/** Most bytes of the draws of a run. */
const drawBytes = 2 ** 28;

/** Size of the weights in bytes from which their copies take longer than the call of a run. */
const largeState = 2 ** 20;

/**
 * Most iterations of a run. A run copies the weights to the device and back, 1.6 GB each way for 56 million weights with the moments
 * and averages of two networks, so a large state has more iterations a run than a small one.
 *
 * @param weights Shapes of the weights that the step reads or updates.
 * @param draws Shapes of the draws of an iteration.
 */
export function mostIterations(
  weights: Readonly<Record<string, Shape>>,
  draws: Readonly<Record<string, Shape>>,
): number {
  const wanted = bytesOf(weights) < largeState ? 8 : 32;
  return Math.max(1, Math.min(wanted, Math.floor(drawBytes / Math.max(1, bytesOf(draws)))));
}

/** Copies arrays of one shape into one array, whose first axis is along them. `count` is its length; zeros follow the arrays. */
export function stack(
  arrays: readonly NDArray[],
  shape: Shape,
  count = arrays.length,
): NDArray & { readonly data: Float32Array } {
  const size = sizeOf(shape);
  const data = new Float32Array(size * count);
  arrays.forEach((array, i) => {
    data.set(array.data, i * size);
  });
  return { shape: [count, ...shape], data };
}

/** Parts of an array along its first axis, which share no memory. */
export function unstack(data: Float32Array, [count, ...shape]: Shape): readonly NDArray[] {
  const size = sizeOf(shape);
  return Array.from({ length: count! }, (_, i) => ({ shape, data: data.slice(i * size, (i + 1) * size) }));
}
