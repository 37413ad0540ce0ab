import { random } from "@tweedie/core";
import { growForest, type Tree } from "./forest.ts";

/** Shares of the variance of a function over the unit cube that its arguments explain. */
export interface Importance {
  /** Of each argument alone. */
  readonly alone: readonly number[];
  /** Of two arguments beyond what each does alone: `[i][j]`. */
  readonly together: readonly (readonly number[])[];
}

/** Fewest values by which anything can be said. */
export const fewest = 8;

/**
 * Functional analysis of variance of a random forest, the tried values evenly weighted along each axis; undefined where the values are too few or all the same.
 *
 * Exact for each tree, whose leaves are boxes, and averaged over the trees. Hutter, Hoos and Leyton-Brown, "An efficient approach for
 * assessing hyperparameter importance", 2014.
 */
export function importanceOf(
  samples: readonly { readonly x: readonly number[]; readonly y: number }[],
): Importance | undefined {
  if (samples.length < fewest || samples.every(({ y }) => y === samples[0]!.y)) return undefined;
  const dimensions = samples[0]!.x.map((_, i) => i);
  const shares = growForest(samples, random(0, "importance"))
    .map((tree) => decompose(tree, dimensions))
    .filter((each) => each !== undefined);
  if (shares.length === 0) return undefined;
  const average = (pick: (share: Importance) => number) =>
    shares.reduce((sum, share) => sum + pick(share), 0) / shares.length;
  return {
    alone: dimensions.map((i) => average(({ alone }) => alone[i]!)),
    together: dimensions.map((i) => dimensions.map((j) => average(({ together }) => together[i]![j]!))),
  };
}

function decompose(tree: Tree, dimensions: readonly number[]): Importance | undefined {
  const volumes = tree.map(({ low, high }) => high.reduce((volume, top, i) => volume * (top - low[i]!), 1));
  const mean = tree.reduce((sum, { value }, k) => sum + volumes[k]! * value, 0);
  const variance = tree.reduce((sum, { value }, k) => sum + volumes[k]! * (value - mean) ** 2, 0);
  if (!(variance > 0)) return undefined;
  const alone = dimensions.map((i) => varianceOf(tree, volumes, mean, [i]) / variance);
  const together = dimensions.map(() => dimensions.map(() => 0));
  for (const i of dimensions) {
    for (const j of dimensions.slice(i + 1)) {
      const both = varianceOf(tree, volumes, mean, [i, j]) / variance;
      together[i]![j] = together[j]![i] = Math.max(0, both - alone[i]! - alone[j]!);
    }
  }
  return { alone, together };
}

/**
 * Variance of the tree's mean over all arguments but one or two: it is constant on the cells between the splits of those.
 *
 * A leaf adds to a rectangle of cells, so only its corners are marked, and sums over rows and columns fill it.
 */
function varianceOf(tree: Tree, volumes: readonly number[], mean: number, kept: readonly [number, number?]): number {
  const [i, j] = kept;
  const rows = edgesOf(tree, i);
  const columns = j === undefined ? [0, 1] : edgesOf(tree, j);
  const width = columns.length;
  const [rowAt, columnAt] = [rows, columns].map((edges) => new Map(edges.map((edge, at) => [edge, at])));
  const marks = new Float64Array(rows.length * width);
  tree.forEach(({ low, high, value }, k) => {
    const share = high[i]! - low[i]!;
    const height = j === undefined ? 1 : high[j]! - low[j]!;
    const mark = (value * volumes[k]!) / (share * height);
    const [top, bottom] = [rowAt!.get(low[i]!)!, rowAt!.get(high[i]!)!];
    const [left, right] = j === undefined ? [0, 1] : [columnAt!.get(low[j]!)!, columnAt!.get(high[j]!)!];
    marks[top * width + left]! += mark;
    marks[top * width + right]! -= mark;
    marks[bottom * width + left]! -= mark;
    marks[bottom * width + right]! += mark;
  });
  let variance = 0;
  const above = new Float64Array(width);
  for (let row = 0; row + 1 < rows.length; row++) {
    let value = 0;
    for (let column = 0; column + 1 < width; column++) {
      above[column]! += marks[row * width + column]!;
      value += above[column]!;
      const size = (rows[row + 1]! - rows[row]!) * (columns[column + 1]! - columns[column]!);
      variance += size * (value - mean) ** 2;
    }
  }
  return variance;
}

const edgesOf = (tree: Tree, i: number): number[] =>
  [...new Set([0, 1, ...tree.map(({ high }) => high[i]!)])].sort((a, b) => a - b);
