import type { NDArray } from "../ndarray.ts";
import type { Random } from "../random.ts";

/** A Gaussian mixture whose components share one standard deviation. */
export interface Mixture {
  readonly means: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly std: number;
}

/** Samples and their classes. */
export interface LabelledSamples {
  readonly samples: NDArray;
  readonly labels: NDArray; // [n], each one of 0, ..., classes - 1
}

/** A dataset's samples with labels: the same samples as without, from the same random stream. */
export interface LabelledDraws {
  readonly classes: number;
  sample(random: Random, count: number): LabelledSamples;
  heldOut(random: Random, count: number): LabelledSamples;
}

/** A class of the data. */
export interface DataClass {
  readonly name: string;
  readonly samples: number;
}

/** Facts about data that were read from files. A run prints them in one line and keeps them. */
export interface DataSummary {
  readonly files: number;
  readonly samples: number;
  /** Least and largest value in the files. */
  readonly values: readonly [number, number];
  /** In the order of the labels. */
  readonly classes?: readonly DataClass[] | undefined;
  /** Oddities that do not prevent training, a sentence each. */
  readonly warnings: readonly string[];
}

/** Samples of the data: the teacher's training set and the metrics' reference. */
export interface Dataset {
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** Standard deviation over all elements. */
  readonly sigmaData: number;
  /** The exact distribution, if it is a Gaussian mixture. */
  readonly mixture?: Mixture;
  /** Independent training samples: `[count, ...shape]`. */
  sample(random: Random, count: number): NDArray;
  /** Samples that training never uses: `count`, or, of a finite set, at most `count` without repetition. */
  heldOut(random: Random, count: number): NDArray;
  /** The same samples with labels, if they have classes. */
  readonly labelled?: LabelledDraws;
  /** Digest of the files that it is read from. A teacher trained on other content is a different teacher. */
  content?(): string;
  /** Describes data that were read from files. Reads them if that has not happened yet. */
  describe?(): DataSummary;
}
