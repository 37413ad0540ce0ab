import type { Sampler, SearchPoint, SearchSpace } from "@tweedie/core";
import { search, uniformRange } from "../space/space.fixture.ts";

/** A function to minimise, and its minimum. */
export interface TestFunction {
  readonly space: SearchSpace;
  readonly value: (point: SearchPoint) => number;
  readonly least: number;
}

/** Branin's function, with three minima of value 0.397887. */
export const branin: TestFunction = {
  space: [uniformRange("x", -5, 10), uniformRange("y", 0, 15)],
  value: ({ x, y }: SearchPoint) =>
    (y! - (5.1 / (4 * Math.PI ** 2)) * x! ** 2 + (5 / Math.PI) * x! - 6) ** 2 +
    10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x!) +
    10,
  least: 0.397887,
};

const hartmannA = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const hartmannP = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];

/** Hartmann's function of six variables, with a minimum of value -3.32237. */
export const hartmann: TestFunction = {
  space: Array.from({ length: 6 }, (_, at) => uniformRange(`x${at}`, 0, 1)),
  value: (point: SearchPoint) =>
    -[1, 1.2, 3, 3.2].reduce((sum, alpha, i) => {
      const inside = hartmannA[i]!.reduce((all, a, j) => all + a * (point[`x${j}`]! - hartmannP[i]![j]!) ** 2, 0);
      return sum + alpha * Math.exp(-inside);
    }, 0),
  least: -3.32237,
};

/** Logarithm of the regret, which spans orders of magnitude, after `budget` trials of a sampler: one per seed. */
export const logRegrets = (
  sampler: Sampler,
  { space, value, least }: TestFunction,
  { budget, seeds }: { budget: number; seeds: number },
): number[] =>
  Array.from({ length: seeds }, (_, seed) => {
    const found = search(sampler, space, { budget, seed, value });
    return Math.log(Math.min(...found.map(({ value }) => value)) - least + 1e-9);
  });
