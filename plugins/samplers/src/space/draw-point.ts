import type { Dimension, Point, Random, Space } from "@tweedie/core";

/** Builds a point dimension by dimension: those that have no place by what was chosen before are left out. */
export function buildPoint(space: Space, choose: (dimension: Dimension, at: number) => number): Point {
  const point: Record<string, number> = {};
  space.forEach((dimension, at) => {
    const { when } = dimension;
    if (when === undefined || point[when.name] === when.choice) point[dimension.name] = choose(dimension, at);
  });
  return point;
}

/** The value of a dimension at a share of its distribution. */
export const valueAt = (dimension: Dimension, share: number): number =>
  dimension.kind === "choice" ? indexAt(dimension.probabilities, share) : dimension.quantile(share);

/** Which of some parts, of sum 1, a share falls in. */
export function indexAt(parts: readonly number[], share: number): number {
  let below = 0;
  const index = parts.findIndex((part) => share < (below += part));
  return index < 0 ? parts.length - 1 : index;
}

/** A draw from the space as it is before anything is known. */
export function drawPoint(space: Space, random: Random): Point {
  const shares = random.uniform(space.length);
  return buildPoint(space, (dimension, at) => valueAt(dimension, shares[at]!));
}
