import { createHash } from "node:crypto";
import {
  type DataSummary,
  type Dataset,
  type LabelledDraws,
  type LabelledSamples,
  ndarray,
  type Random,
  sizeOf,
} from "@tweedie/core";
import { type FiniteSet, nonEmpty } from "./finite-set.ts";

interface FiniteDatasetOptions {
  /** Shape of one sample; `[h, w, c]` if training images are flipped. */
  readonly shape: readonly number[];
  readonly sigmaData: number;
  /** Number of classes. Left out, samples have no labels. */
  readonly classes?: number | undefined;
  /** Flips half of the training images horizontally. */
  readonly flip?: boolean;
  /** Loads the samples. Called once, at the first draw. */
  load(): FiniteSet;
  /** Describes samples from files. */
  describe?: ((set: FiniteSet) => DataSummary) | undefined;
}

/** A dataset of finitely many samples: training draws repeat samples, held-out draws do not. */
export function finiteDataset(options: FiniteDatasetOptions): Dataset {
  const { shape, sigmaData, classes, flip = false, load, describe } = options;
  let loaded: FiniteSet | undefined;
  const set = () => (loaded ??= load());
  const sample = (random: Random, count: number): LabelledSamples => {
    const training = nonEmpty(set().split.training, "to train on");
    const chosen = Array.from(random.integers(count, training.length), (index) => training[index]!);
    const drawn = gather(set(), shape, chosen);
    if (flip) flipHalf(drawn.samples.data, shape, random.uniform(count));
    return drawn;
  };
  const heldOut = (random: Random, count: number): LabelledSamples => {
    const rest = [...nonEmpty(set().split.heldOut, "to hold out")];
    const draws = random.uniform(Math.min(count, rest.length));
    return gather(
      set(),
      shape,
      Array.from(draws, (u) => rest.splice(Math.floor(u * rest.length), 1)[0]!),
    );
  };
  const labelled: LabelledDraws | undefined = classes === undefined ? undefined : { classes, sample, heldOut };
  return {
    shape,
    sigmaData,
    sample: (random, count) => sample(random, count).samples,
    heldOut: (random, count) => heldOut(random, count).samples,
    ...(labelled && { labelled }),
    content: () => digestOf(set(), JSON.stringify({ shape, classes })),
    ...(describe && { describe: () => describe(set()) }),
  };
}

/** Samples with the given indices, scaled to [-1, 1]. */
function gather(
  { values, range, labels }: FiniteSet,
  shape: readonly number[],
  chosen: readonly number[],
): LabelledSamples {
  const size = sizeOf(shape);
  const [low, high] = range;
  const [factor, offset] = [2 / (high - low), (-2 * low) / (high - low) - 1];
  const data = new Float32Array(chosen.length * size);
  chosen.forEach((index, i) => {
    const [from, to] = [index * size, i * size];
    for (let j = 0; j < size; j++) data[to + j] = factor * values[from + j]! + offset;
  });
  return {
    samples: ndarray([chosen.length, ...shape], data),
    labels: ndarray(
      [chosen.length],
      Float32Array.from(chosen, (index) => labels?.[index] ?? 0),
    ),
  };
}

/** Flips the images whose number `u` is below 0.5 horizontally, in place. */
function flipHalf(data: Float32Array, [height = 0, width = 0, channels = 0]: readonly number[], u: Float32Array): void {
  const size = height * width * channels;
  u.forEach((value, image) => {
    if (value >= 0.5) return;
    for (let row = 0; row < height; row++) {
      const pixels = data.subarray(image * size + row * width * channels, image * size + (row + 1) * width * channels);
      const before = pixels.slice();
      for (let x = 0; x < width; x++)
        pixels.set(before.subarray(x * channels, (x + 1) * channels), (width - 1 - x) * channels);
    }
  });
}

/** Digest of what a teacher's training depends on besides the options: shape and number of classes (`format`), values, labels. */
function digestOf({ values, labels }: FiniteSet, format: string): string {
  const hash = createHash("sha256").update(format);
  hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  if (labels) hash.update(Uint16Array.from(labels));
  return hash.digest("hex");
}
