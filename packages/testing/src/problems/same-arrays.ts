import type { NDArray, NDArrays } from "@tweedie/core";

/** True if two arrays have the same shape and bit-equal numbers. */
export const sameArray = (a: NDArray, b: NDArray): boolean =>
  a.shape.join() === b.shape.join() &&
  a.data.length === b.data.length &&
  a.data.every((x, i) => Object.is(x, b.data[i]));

/** True if two sets of arrays have the same names, in any order, and equal arrays. */
export function sameArrays(a: NDArrays, b: NDArrays): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => name in b && sameArray(a[name]!, b[name]!));
}
