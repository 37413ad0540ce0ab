import { definePlugin, type Dimension, type Point, type Space } from "@tweedie/core";
import { z } from "zod";

/**
 * All combinations, the last parameter changing fastest.
 *
 * Combinations are counted and never listed: a parameter that has its place only beside some choices multiplies those alone.
 */
export default definePlugin({
  role: "sampler",
  summary: "All combinations",
  options: z.strictObject({}),
  create: () => ({
    refuse: (space) => {
      const endless = space.find((dimension) => valuesOf(dimension) === undefined);
      return (
        endless && {
          name: endless.name,
          what: "a grid needs values, and this is a continuous range",
          fix: "write `values: [...]`, or give the range steps: `distribution: q_uniform` with `q`",
        }
      );
    },
    size: (space) => countFrom(space, {}),
    suggest: ({ space, index }) => pointAt(space, index, {}),
  }),
});

interface Values {
  readonly size: number;
  at(index: number): number;
}

function valuesOf(dimension: Dimension): Values | undefined {
  if (dimension.kind === "range") return dimension.grid;
  return { size: dimension.probabilities.length, at: (index) => index };
}

const isActive = ({ when }: Dimension, point: Point): boolean => when === undefined || point[when.name] === when.choice;

/** How many combinations there are of the dimensions from the first on, beside what is chosen already. */
function countFrom([first, ...rest]: Space, point: Point): number {
  if (!first) return 1;
  if (!isActive(first, point)) return countFrom(rest, point);
  const { size, at } = valuesOf(first)!;
  if (!rest.some(({ when }) => when?.name === first.name))
    return size * countFrom(rest, { ...point, [first.name]: at(0) });
  return Array.from({ length: size }, (_, index) => countFrom(rest, { ...point, [first.name]: at(index) })).reduce(
    (sum, count) => sum + count,
    0,
  );
}

/** The combination of a number. */
function pointAt([first, ...rest]: Space, index: number, point: Point): Point {
  if (!first) return point;
  if (!isActive(first, point)) return pointAt(rest, index, point);
  const { size, at } = valuesOf(first)!;
  const isParent = rest.some(({ when }) => when?.name === first.name);
  const same = isParent ? undefined : countFrom(rest, { ...point, [first.name]: at(0) });
  let left = index;
  for (let choice = same === undefined ? 0 : Math.floor(index / same); choice < size; choice++) {
    const with_ = { ...point, [first.name]: at(choice) };
    if (same !== undefined) return pointAt(rest, index % same, with_);
    const count = countFrom(rest, with_);
    if (left < count) return pointAt(rest, left, with_);
    left -= count;
  }
  throw new Error(`there is no combination ${index}`);
}
