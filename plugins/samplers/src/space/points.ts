import type { Dimension, Random, SearchPoint, SearchSpace } from "@tweedie/core";
import { valueAt } from "./values.ts";

/** True if the condition of a dimension is met at a point, or if it has none. */
export const isActive = ({ when }: Dimension, point: SearchPoint): boolean =>
  when === undefined || point[when.name] === when.choice;

/** Builds a point dimension by dimension. Dimensions whose condition is not met are left out. */
export function buildPoint(space: SearchSpace, choose: (dimension: Dimension, index: number) => number): SearchPoint {
  const point: Record<string, number> = {};
  space.forEach((dimension, index) => {
    if (isActive(dimension, point)) point[dimension.name] = choose(dimension, index);
  });
  return point;
}

/** Draws a point from the prior distribution of the space. */
export function drawPoint(space: SearchSpace, random: Random): SearchPoint {
  const probabilities = random.uniform(space.length);
  return buildPoint(space, (dimension, index) => valueAt(dimension, probabilities[index]!));
}
