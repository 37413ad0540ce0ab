import { ndarray, type NDArray, type Random, sizeOf } from "@tweedie/core";

/** A part of a set of samples, chosen before the samples are read. */
export interface Subset {
  readonly count: number;
  /** True if the sample at an index belongs to it. */
  readonly includes: (index: number) => boolean;
}

/**
 * A random half of `count` samples, one of each pair of neighbours, and the other half. Both have `floor(count / 2)` samples.
 *
 * The variance of a statistic over such halves estimates its sampling variance on all `count` samples, if that falls as 1 / count
 * (balanced half-sampling; McCarthy, "Pseudo-replication: half samples", 1969).
 */
export function randomHalves(count: number, random: Random): readonly [Subset, Subset] {
  const pairs = Math.floor(count / 2);
  const chosen = random.integers(pairs, 2);
  const half = (offset: number): Subset => ({
    count: pairs,
    includes: (index) => index < 2 * pairs && (chosen[index >> 1]! ^ offset) === (index & 1),
  });
  return [half(0), half(1)];
}

/** Positions, among `count` samples from the index `start` on, of those in a subset. */
export const indicesOf = (includes: Subset["includes"], start: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => i).filter((i) => includes(start + i));

/** Rows of an array at the given positions. */
export function selectRows({ shape: [, ...shape], data }: NDArray, positions: readonly number[]): NDArray {
  const size = sizeOf(shape);
  const selected = new Float32Array(positions.length * size);
  positions.forEach((position, i) => selected.set(data.subarray(position * size, (position + 1) * size), i * size));
  return ndarray([positions.length, ...shape], selected);
}
