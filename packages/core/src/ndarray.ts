/** Numbers in row-major order on the host: what draws, samples, checkpoints and files are made of. */
export interface NDArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Named arrays, the host's side of `Params`. */
export type NDArrays = Readonly<Record<string, NDArray>>;

/** Number of elements of a shape; 1 for a scalar's `[]`. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, extent) => size * extent, 1);

/** An array over `data`, whose length must be that of the shape. */
export function ndarray(shape: readonly number[], data: Float32Array): NDArray {
  if (data.length !== sizeOf(shape)) throw new Error(`shape [${shape.join()}] does not hold ${data.length} numbers`);
  return { shape, data };
}

/** A scalar, of shape `[]`. */
export const scalar = (value: number): NDArray => ({ shape: [], data: Float32Array.of(value) });

/** An array of zeros. */
export const zeros = (shape: readonly number[]): NDArray => ({ shape, data: new Float32Array(sizeOf(shape)) });

/** Rows `start` to `end` of the first axis, sharing memory. */
export function rows(array: NDArray, start: number, end: number): NDArray {
  const [, ...rest] = array.shape;
  const size = sizeOf(rest);
  return { shape: [end - start, ...rest], data: array.data.subarray(start * size, end * size) };
}
