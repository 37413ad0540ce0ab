import type { Random } from "@tweedie/core";

/** A box of the unit cube on which a tree is constant. */
interface Leaf {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly value: number;
}

/** A regression tree as the list of its leaves, which partition the unit cube. */
export type Tree = readonly Leaf[];

interface Sample {
  readonly x: readonly number[];
  readonly y: number;
}

const treeCount = 64;
const minSamplesPerLeaf = 2;

/** Fits a random forest on the unit cube; each tree is fitted to a bootstrap sample. Breiman, "Random forests", 2001. */
export function fitForest(samples: readonly Sample[], random: Random): readonly Tree[] {
  return Array.from({ length: treeCount }, (_, i) => {
    const drawn = random.child(`tree.${i}`).integers(samples.length, samples.length);
    const dimensions = samples[0]!.x.length;
    return fitTree(
      Array.from(drawn, (j) => samples[j]!),
      { low: new Array<number>(dimensions).fill(0), high: new Array<number>(dimensions).fill(1) },
    );
  });
}

function fitTree(samples: readonly Sample[], { low, high }: Omit<Leaf, "value">): Leaf[] {
  const split = bestSplit(samples);
  if (!split) return [{ low, high, value: mean(samples) }];
  const { dimension, at } = split;
  return [
    ...fitTree(
      samples.filter(({ x }) => x[dimension]! <= at),
      { low, high: high.with(dimension, at) },
    ),
    ...fitTree(
      samples.filter(({ x }) => x[dimension]! > at),
      { low: low.with(dimension, at), high },
    ),
  ];
}

const mean = (samples: readonly Sample[]): number => samples.reduce((sum, { y }) => sum + y, 0) / samples.length;

/** The split with the least squared error, halfway between two neighbours; undefined if no split reduces the error. */
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
      if (before === after || i < minSamplesPerLeaf || count - i < minSamplesPerLeaf) continue;
      const value = left ** 2 / i + (total - left) ** 2 / (count - i);
      if (value > gain) [gain, best] = [value, { dimension, at: (before + after) / 2 }];
    }
  }
  return best;
}
