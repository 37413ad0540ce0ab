import { createHash } from "node:crypto";
import {
  type Dataset,
  type LabelledDraws,
  type LabelledSamples,
  ndarray,
  philox4x32,
  type Random,
  sizeOf,
  TweedieError,
} from "@tweedie/core";

/** Samples in memory, as they are in their file. */
export interface FiniteSet {
  /** All samples, one after another. */
  readonly values: Uint8Array | Float32Array;
  /** What -1 and 1 are among the values. */
  readonly range: readonly [number, number];
  /** The class of each. */
  readonly labels?: ArrayLike<number> | undefined;
  /** The samples, by number, that are trained on and those that are not. */
  readonly split: Split;
}

interface Split {
  readonly training: readonly number[];
  readonly heldOut: readonly number[];
}

interface FiniteLaw {
  readonly shape: readonly number[];
  readonly sigmaData: number;
  /** Left out, samples have no labels. */
  readonly classes?: number | undefined;
  /** Whether half of the images to train on are mirrored, left for right. */
  readonly flip?: boolean;
  /** Called once, when the first sample is drawn. */
  load(): FiniteSet;
}

/** A dataset that is a list of samples: `[h, w, c]` where they are flipped. */
export function finite({ shape, sigmaData, classes, flip = false, load }: FiniteLaw): Dataset {
  let loaded: FiniteSet | undefined;
  const set = () => (loaded ??= load());
  const sample = (random: Random, count: number): LabelledSamples => {
    const training = some(set().split.training, "to train on");
    const chosen = Array.from(random.integers(count, training.length), (index) => training[index]!);
    const drawn = gather(set(), shape, chosen);
    if (flip) mirror(drawn.samples.data, shape, random.uniform(count));
    return drawn;
  };
  const heldOut = (random: Random, count: number): LabelledSamples => {
    const rest = [...some(set().split.heldOut, "to hold out")];
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
    content: () => digestOf(set()),
  };
}

/** A part of the split that has samples in it. */
function some(part: readonly number[], use: string): readonly number[] {
  if (part.length > 0) return part;
  throw new TweedieError({
    where: "data",
    what: `of so few samples none is left ${use}`,
    fix: "another share `heldOut`",
  });
}

/** A split that gives about `share` to the held-out part, by a hash of each sample's number: the same for ever. */
export function splitByHash(count: number, share: number): Split {
  const words = new Uint32Array(4);
  const [training, heldOut]: [number[], number[]] = [[], []];
  for (let index = 0; index < count; index++) {
    philox4x32(words, [index, 0, 0, 0], [0, 0]);
    (words[0]! < share * 2 ** 32 ? heldOut : training).push(index);
  }
  return { training, heldOut };
}

/**
 * Standard deviation over all elements of the samples to train on, of 4,096 of them where there are more.
 *
 * @throws TweedieError where there are none, and where all elements are one number.
 */
export function measureSigma({ values, range: [low, high], split }: FiniteSet, size: number): number {
  const training = some(split.training, "to train on");
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
  throw new TweedieError({ where: "data", what: "all samples are one and the same number", fix: "other data" });
}

/** Some samples, by number, in [-1, 1]. */
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

/** Mirrors the images whose number is below a half, left for right. */
function mirror(data: Float32Array, [height = 0, width = 0, channels = 0]: readonly number[], u: Float32Array): void {
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

function digestOf({ values, labels }: FiniteSet): string {
  const hash = createHash("sha256").update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  if (labels) hash.update(Uint16Array.from(labels));
  return hash.digest("hex");
}
