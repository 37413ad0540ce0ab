import { ndarray } from "@tweedie/core";
import type { FileConstant } from "../file-tensor.ts";

/** Groups of a GroupNorm: at most 32, of at least four channels. */
export const groupsOf = (channels: number): number => Math.max(1, Math.min(32, Math.floor(channels / 4)));

/** The filter of a layer that resamples, `NAME.resample_filter: [1, 1, n, n]` with a sum of 1, which files store beside the weights. */
export function filterConstant(name: string, filter: readonly number[]): FileConstant {
  const sum = filter.reduce((total, weight) => total + weight, 0);
  const products = filter.flatMap((row) => filter.map((column) => (row * column) / sum ** 2));
  const value = ndarray([1, 1, filter.length, filter.length], Float32Array.from(products));
  return { file: `${name}.resample_filter`, value };
}
