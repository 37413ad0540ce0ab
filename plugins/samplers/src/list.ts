import { definePlugin, type Dimension, type SearchSpace } from "@tweedie/core";
import { z } from "zod";
import { buildPoint } from "./space/points.ts";
import { finiteValues } from "./space/values.ts";

const sizeOf = (dimension: Dimension): number | undefined => finiteValues(dimension)?.size;

const lengthOf = (space: SearchSpace): number => Math.max(1, ...space.map((dimension) => sizeOf(dimension) ?? 0));

/** The first values of all parameters, then the second values, and so on. A list of one value repeats it. */
export default definePlugin({
  role: "sampler",
  summary: "Lists of values, combined index by index",
  options: z.strictObject({}),
  create: () => ({
    matchesIndices: true,
    refuse: (space) => {
      const length = lengthOf(space);
      const odd = space.find((dimension) => ![1, length].includes(sizeOf(dimension) ?? 0));
      if (!odd) return undefined;
      const size = sizeOf(odd);
      return {
        name: odd.name,
        what:
          size === undefined
            ? "a list needs discrete values, but this is a continuous range"
            : `a list of ${size} values, but another list has ${length}`,
        fix: "give all parameters lists of the same length, or of one value",
      };
    },
    size: lengthOf,
    suggest: ({ space, index }) =>
      buildPoint(space, (dimension) => {
        const values = finiteValues(dimension)!;
        return values.at(values.size === 1 ? 0 : index);
      }),
  }),
});
