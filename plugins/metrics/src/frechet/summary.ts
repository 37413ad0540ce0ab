import { ndarray, type NDArray, rows, TweedieError } from "@tweedie/core";
import { accumulateCovariance, combineCovariances, type Covariance } from "./covariance.ts";
import { type Moments, momentsOf } from "./moments.ts";
import { pivotedFactor } from "./pivoted-factor.ts";

/** Numbers up to which a set is held and its factor computed from the samples: 16 MB. */
const heldNumbers = 2 ** 22;

/** Moments of all features, and of their first and second half. */
export interface MomentsOfHalves {
  readonly all: Moments;
  readonly halves: readonly [Moments, Moments];
}

/** Summary of features for the Fréchet distance. */
export interface FeatureSummary {
  /** Number of samples. */
  readonly count: number;
  add(batch: NDArray): void;
  /** Number of features; 0 before the first batch. */
  size(): number;
  /** @throws TweedieError for fewer than four samples, whose halves have no covariance. */
  moments(): MomentsOfHalves;
}

/**
 * Starts the summary of `count` features. A small set is held. Of a larger one, with more samples than features in each half, only the
 * means and covariances of both halves are.
 *
 * @param limit Numbers up to which a set is held.
 */
export function summarizeFeatures(count: number, limit = heldNumbers): FeatureSummary {
  let parts: ReturnType<typeof holdFeatures> | undefined;
  let size = 0;
  let moments: MomentsOfHalves | undefined;
  return {
    count,
    add(batch) {
      size = batch.shape[1]!;
      const isHeld = count * size <= limit || count < 2 * size;
      parts ??= isHeld ? holdFeatures(count, size) : accumulateHalves(count, size);
      parts.add(batch);
    },
    size: () => size,
    moments() {
      if (count < 4 || !parts) throw tooFewSamples(count);
      return (moments ??= parts.moments());
    },
  };
}

const tooFewSamples = (count: number): TweedieError =>
  new TweedieError({
    where: "evaluate.samples",
    what: `metrics/frechet needs at least 4 samples, but there are ${count}`,
    fix: "more samples, or data with more held-out samples",
  });

/** Holds all features, `[count, size]`. */
function holdFeatures(count: number, size: number) {
  const features = ndarray([count, size], new Float32Array(count * size));
  const half = Math.floor(count / 2);
  let end = 0;
  return {
    add({ data }: NDArray): void {
      features.data.set(data, end);
      end += data.length;
    },
    moments: (): MomentsOfHalves => ({
      all: momentsOf(features, 0, count),
      halves: [momentsOf(features, 0, half), momentsOf(features, half, 2 * half)],
    }),
  };
}

/** Accumulates the covariances of both halves, and of the last of an odd number of samples. */
function accumulateHalves(count: number, size: number) {
  const half = Math.floor(count / 2);
  const ends = [half, 2 * half, count];
  const parts = ends.map(() => accumulateCovariance(size));
  let next = 0;
  return {
    add(batch: NDArray): void {
      for (let start = 0; start < batch.shape[0]!;) {
        const part = ends.findIndex((end) => next < end);
        const length = Math.min(batch.shape[0]! - start, ends[part]! - next);
        parts[part]!.add(rows(batch, start, start + length));
        start += length;
        next += length;
      }
    },
    moments(): MomentsOfHalves {
      const [first, second, last] = parts.map((part) => part.result()) as [Covariance, Covariance, Covariance];
      const both = combineCovariances(first, second);
      const all = last.count > 0 ? combineCovariances(both, last) : both;
      return { all: momentsOfCovariance(all), halves: [momentsOfCovariance(first), momentsOfCovariance(second)] };
    },
  };
}

/** Moments of an accumulated covariance, which is unbiased: divided by `count - 1`. */
function momentsOfCovariance({ count, mean, squares }: Covariance): Moments {
  return {
    mean,
    factor: pivotedFactor(
      squares.map((x) => x / (count - 1)),
      mean.length,
    ),
  };
}
