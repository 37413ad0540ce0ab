import { definePlugin, type SearchPoint, type SearchSpace } from "@tweedie/core";
import { z } from "zod";
import { isActive } from "./space/points.ts";
import { finiteValues } from "./space/values.ts";

/**
 * All combinations of values, with the last parameter changing fastest.
 *
 * Combinations are counted, never listed. A conditional parameter multiplies only the combinations in which its condition is met.
 */
export default definePlugin({
  role: "sampler",
  summary: "All combinations of values",
  aliases: ["grid-search"],
  options: z.strictObject({}),
  create: () => ({
    refuse: (space) => {
      const continuous = space.find((dimension) => finiteValues(dimension) === undefined);
      return (
        continuous && {
          name: continuous.name,
          what: "a grid needs discrete values, but this is a continuous range",
          fix: "write `values: [...]`, or a range with steps: `distribution: q_uniform` with `q`",
        }
      );
    },
    size: (space) => countFrom(space, {}),
    suggest: ({ space, index }) => pointAt(space, index, {}),
  }),
});

/** Number of combinations of the given dimensions, after those that `point` has values for. */
function countFrom([first, ...rest]: SearchSpace, point: SearchPoint): number {
  if (!first) return 1;
  if (!isActive(first, point)) return countFrom(rest, point);
  const { size, at } = finiteValues(first)!;
  if (!rest.some(({ when }) => when?.name === first.name))
    return size * countFrom(rest, { ...point, [first.name]: at(0) });
  return Array.from({ length: size }, (_, index) => countFrom(rest, { ...point, [first.name]: at(index) })).reduce(
    (sum, count) => sum + count,
    0,
  );
}

/** The combination with an index, from 0. */
function pointAt([first, ...rest]: SearchSpace, index: number, point: SearchPoint): SearchPoint {
  if (!first) return point;
  if (!isActive(first, point)) return pointAt(rest, index, point);
  const { size, at } = finiteValues(first)!;
  const isParent = rest.some(({ when }) => when?.name === first.name);
  // Without conditions on this dimension, each of its values has equally many combinations of the rest.
  const perValue = isParent ? undefined : countFrom(rest, { ...point, [first.name]: at(0) });
  let left = index;
  for (let choice = perValue === undefined ? 0 : Math.floor(index / perValue); choice < size; choice++) {
    const extended = { ...point, [first.name]: at(choice) };
    if (perValue !== undefined) return pointAt(rest, index % perValue, extended);
    const count = countFrom(rest, extended);
    if (left < count) return pointAt(rest, left, extended);
    left -= count;
  }
  throw new Error(`there is no combination ${index}`);
}
