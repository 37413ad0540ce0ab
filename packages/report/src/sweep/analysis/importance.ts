import { random } from "@tweedie/core";
import { fitForest, type Tree } from "./random-forest.ts";

/** Fractions of the variance of a function on the unit cube that its arguments explain. */
export interface Importance {
  /** Main effects: of each argument alone. */
  readonly main: readonly number[];
  /** Interactions: of arguments i and j beyond their main effects, `[i][j]`. */
  readonly interactions: readonly (readonly number[])[];
}

/** Minimum number of values for an estimate. */
export const minConfigurations = 8;

/**
 * Functional ANOVA of a random forest, with uniform weight on the unit cube. Undefined for fewer than `minConfigurations` values
 * and for equal values.
 *
 * Exact for each tree, whose leaves are boxes, and averaged over the trees. Hutter, Hoos and Leyton-Brown, "An efficient approach
 * for assessing hyperparameter importance", 2014.
 */
export function importanceOf(
  samples: readonly { readonly x: readonly number[]; readonly y: number }[],
): Importance | undefined {
  if (samples.length < minConfigurations || samples.every(({ y }) => y === samples[0]!.y)) return undefined;
  const dimensions = samples[0]!.x.map((_, i) => i);
  const trees = fitForest(samples, random(0, "importance"))
    .map((tree) => decompose(tree, dimensions))
    .filter((importance) => importance !== undefined);
  if (trees.length === 0) return undefined;
  const average = (pick: (tree: Importance) => number) =>
    trees.reduce((sum, tree) => sum + pick(tree), 0) / trees.length;
  return {
    main: dimensions.map((i) => average(({ main }) => main[i]!)),
    interactions: dimensions.map((i) => dimensions.map((j) => average(({ interactions }) => interactions[i]![j]!))),
  };
}

/** Importance for one tree; undefined for a constant one. */
function decompose(tree: Tree, dimensions: readonly number[]): Importance | undefined {
  const volumes = tree.map(({ low, high }) => high.reduce((volume, top, i) => volume * (top - low[i]!), 1));
  const mean = tree.reduce((sum, { value }, k) => sum + volumes[k]! * value, 0);
  const variance = tree.reduce((sum, { value }, k) => sum + volumes[k]! * (value - mean) ** 2, 0);
  if (!(variance > 0)) return undefined;
  const main = dimensions.map((i) => marginalVariance(tree, volumes, mean, [i]) / variance);
  const interactions = dimensions.map(() => dimensions.map(() => 0));
  for (const i of dimensions) {
    for (const j of dimensions.slice(i + 1)) {
      const both = marginalVariance(tree, volumes, mean, [i, j]) / variance;
      interactions[i]![j] = interactions[j]![i] = Math.max(0, both - main[i]! - main[j]!);
    }
  }
  return { main, interactions };
}

/**
 * Variance of the marginal mean of a tree as a function of one or two arguments, which is constant on the cells between their
 * splits.
 *
 * A leaf adds a constant to a rectangle of cells: its corners are marked, and prefix sums over rows and columns fill it.
 */
function marginalVariance(
  tree: Tree,
  volumes: readonly number[],
  mean: number,
  [i, j]: readonly [number, number?],
): number {
  const rows = edgesOf(tree, i);
  const columns = j === undefined ? [0, 1] : edgesOf(tree, j);
  const width = columns.length;
  const [rowAt, columnAt] = [rows, columns].map((edges) => new Map(edges.map((edge, at) => [edge, at])));
  const marks = new Float64Array(rows.length * width);
  tree.forEach(({ low, high, value }, k) => {
    const lengthI = high[i]! - low[i]!;
    const lengthJ = j === undefined ? 1 : high[j]! - low[j]!;
    const mark = (value * volumes[k]!) / (lengthI * lengthJ);
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
      const area = (rows[row + 1]! - rows[row]!) * (columns[column + 1]! - columns[column]!);
      variance += area * (value - mean) ** 2;
    }
  }
  return variance;
}

/** Split positions of a tree along one dimension, with 0 and 1. */
const edgesOf = (tree: Tree, i: number): number[] =>
  [...new Set([0, 1, ...tree.map(({ high }) => high[i]!)])].sort((a, b) => a - b);
