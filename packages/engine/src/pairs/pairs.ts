import { ndarray, type NDArray, type NDArrays, type Random, sizeOf } from "@tweedie/core";

/** Latents and the samples that the teacher makes of them. */
export interface Pairs {
  readonly z: NDArray; // [n, ...shape]
  readonly x: NDArray; // [n, ...shape]
  /** Class labels of a class-conditional teacher. */
  readonly label?: NDArray; // [n]
}

/** Name of the teacher's samples among the draws of the student's update. */
export const targetDraws = "target";

/** The pairs at some indices, as draws of the student: `z`, `target`, and `label` if there are classes. */
const pairRows = ({ z, x, label }: Pairs, indices: ArrayLike<number>): NDArrays => ({
  z: rowsAt(z, indices),
  [targetDraws]: rowsAt(x, indices),
  ...(label && { label: rowsAt(label, indices) }),
});

/** Draws pairs with replacement. */
export const drawPairs = (pairs: Pairs, random: Random, count: number): NDArrays =>
  pairRows(pairs, random.integers(count, pairs.z.shape[0]!));

/** The first pairs, which are repeated if there are fewer. */
export const firstPairs = (pairs: Pairs, count: number): NDArrays =>
  pairRows(
    pairs,
    Array.from({ length: count }, (_, i) => i % pairs.z.shape[0]!),
  );

/** Rows of an array: `[indices.length, ...]`. */
function rowsAt({ shape, data }: NDArray, indices: ArrayLike<number>): NDArray {
  const size = sizeOf(shape.slice(1));
  const result = new Float32Array(indices.length * size);
  for (let i = 0; i < indices.length; i++)
    result.set(data.subarray(indices[i]! * size, (indices[i]! + 1) * size), i * size);
  return ndarray([indices.length, ...shape.slice(1)], result);
}
