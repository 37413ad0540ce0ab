/** A float32 array in row-major order on the host: draws, samples, checkpoints and files consist of these. */
export interface NDArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Named arrays: `Params` on the host. */
export type NDArrays = Readonly<Record<string, NDArray>>;

/** Number of elements of a shape; 1 for the shape `[]` of a scalar. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, extent) => size * extent, 1);

/**
 * An array over `data`, without copying.
 *
 * @throws Error if the length of `data` does not match the shape.
 */
export function ndarray(shape: readonly number[], data: Float32Array): NDArray {
  if (data.length !== sizeOf(shape)) throw new Error(`shape [${shape.join()}] does not match ${data.length} numbers`);
  return { shape, data };
}

/** A scalar, of shape `[]`. */
export const scalar = (value: number): NDArray => ({ shape: [], data: Float32Array.of(value) });

/** An array of zeros. */
export const zeros = (shape: readonly number[]): NDArray => ({ shape, data: new Float32Array(sizeOf(shape)) });

/** Rows `start` to `end` (exclusive) of the first axis, sharing memory. */
export function rows(array: NDArray, start: number, end: number): NDArray {
  const [, ...rest] = array.shape;
  const size = sizeOf(rest);
  return { shape: [end - start, ...rest], data: array.data.subarray(start * size, end * size) };
}
