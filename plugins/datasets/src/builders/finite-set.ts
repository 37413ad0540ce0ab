import { philox4x32, TweedieError } from "@tweedie/core";

/** Samples in memory, in the number format of their file. */
export interface FiniteSet {
  /** All samples, one after another. */
  readonly values: Uint8Array | Float32Array;
  /** Values that are mapped to -1 and 1. */
  readonly range: readonly [number, number];
  /** The class of each sample. */
  readonly labels?: ArrayLike<number> | undefined;
  readonly split: Split;
}

/** Indices of the training samples and of the held-out samples. */
export interface Split {
  readonly training: readonly number[];
  readonly heldOut: readonly number[];
}

/** Holds out about `fraction` of the samples, by a hash of each sample's index, so that appending samples does not change the split of the others. */
export function splitByHash(count: number, fraction: number): Split {
  const words = new Uint32Array(4);
  const [training, heldOut]: [number[], number[]] = [[], []];
  for (let index = 0; index < count; index++) {
    philox4x32(words, [index, 0, 0, 0], [0, 0]);
    (words[0]! < fraction * 2 ** 32 ? heldOut : training).push(index);
  }
  return { training, heldOut };
}

/**
 * Checks that a part of a split has samples, and returns it.
 *
 * @throws TweedieError if it is empty.
 */
export function nonEmpty(part: readonly number[], use: string): readonly number[] {
  if (part.length > 0) return part;
  throw new TweedieError({
    where: "data",
    what: `too few samples: none is left ${use}`,
    fix: "more samples, or another `heldOut`",
  });
}

/**
 * Standard deviation over all elements of the training samples; of 4,096 of them if there are more.
 *
 * @throws TweedieError if there are no training samples, or if all elements are equal.
 */
export function measureSigma({ values, range: [low, high], split }: FiniteSet, size: number): number {
  const training = nonEmpty(split.training, "to train on");
  const stride = Math.max(1, training.length / 4_096);
  let [count, sum, squares] = [0, 0, 0];
  for (let i = 0; i < training.length; i += stride) {
    const start = training[Math.floor(i)]! * size;
    for (const value of values.subarray(start, start + size)) {
      sum += value;
      squares += value * value;
    }
    count += size;
  }
  const sigma = (2 / (high - low)) * Math.sqrt(squares / count - (sum / count) ** 2);
  if (sigma > 0) return sigma;
  throw new TweedieError({ where: "data", what: "all elements of all samples are equal", fix: "use other data" });
}
