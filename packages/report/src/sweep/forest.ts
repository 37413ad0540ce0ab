import { type Random } from "@tweedie/core";

/** A box of the unit cube on which a tree is constant. */
interface Leaf {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly value: number;
}

/** A regression tree, as its leaves: together they fill the cube. */
export type Tree = readonly Leaf[];

interface Sample {
  readonly x: readonly number[];
  readonly y: number;
}

const trees = 64;
/** Samples of which a leaf has at least so many. */
const leastLeaf = 2;

/** A random forest of values over the unit cube: each tree sees samples drawn with replacement. Breiman, "Random forests", 2001. */
export function growForest(samples: readonly Sample[], random: Random): readonly Tree[] {
  return Array.from({ length: trees }, (_, i) => {
    const drawn = random.child(`tree.${i}`).integers(samples.length, samples.length);
    const dimensions = samples[0]!.x.length;
    return grow(
      Array.from(drawn, (j) => samples[j]!),
      { low: new Array<number>(dimensions).fill(0), high: new Array<number>(dimensions).fill(1) },
    );
  });
}

function grow(samples: readonly Sample[], { low, high }: Omit<Leaf, "value">): Leaf[] {
  const split = bestSplit(samples);
  if (!split) return [{ low, high, value: mean(samples) }];
  const { dimension, at } = split;
  return [
    ...grow(
      samples.filter(({ x }) => x[dimension]! <= at),
      { low, high: high.with(dimension, at) },
    ),
    ...grow(
      samples.filter(({ x }) => x[dimension]! > at),
      { low: low.with(dimension, at), high },
    ),
  ];
}

const mean = (samples: readonly Sample[]): number => samples.reduce((sum, { y }) => sum + y, 0) / samples.length;

/** The split that leaves the least squared error, halfway between two neighbours; nothing where none is of use. */
function bestSplit(samples: readonly Sample[]): { dimension: number; at: number } | undefined {
  const total = samples.reduce((sum, { y }) => sum + y, 0);
  const count = samples.length;
  let best: { dimension: number; at: number } | undefined;
  let gain = total ** 2 / count + 1e-12;
  for (let dimension = 0; dimension < (samples[0]?.x.length ?? 0); dimension++) {
    const sorted = samples.toSorted((a, b) => a.x[dimension]! - b.x[dimension]!);
    let left = 0;
    for (let i = 1; i < count; i++) {
      left += sorted[i - 1]!.y;
      const [before, after] = [sorted[i - 1]!.x[dimension]!, sorted[i]!.x[dimension]!];
      if (before === after || i < leastLeaf || count - i < leastLeaf) continue;
      const value = left ** 2 / i + (total - left) ** 2 / (count - i);
      if (value > gain) [gain, best] = [value, { dimension, at: (before + after) / 2 }];
    }
  }
  return best;
}
