import { type Random, random } from "@tweedie/core";

/** A mean and its 95 % interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The mean of numbers, with the 2.5 % and 97.5 % quantiles of the means of 10,000 samples with replacement. */
export function bootstrapInterval(numbers: readonly number[]): Interval {
  const stream = random(0, "bootstrap");
  const means = Float64Array.from({ length: 10_000 }, () => resampledMean(numbers, stream)).sort();
  const at = (p: number) => means[Math.round(p * (means.length - 1))]!;
  return { mean: meanOf(numbers), low: at(0.025), high: at(0.975) };
}

const resampledMean = (numbers: readonly number[], stream: Random): number =>
  meanOf([...stream.integers(numbers.length, numbers.length)].map((i) => numbers[i]!));

export const meanOf = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
