import { definePlugin, type Dimension, type Space } from "@tweedie/core";
import { z } from "zod";
import { buildPoint } from "./space/draw-point.ts";

const sizeOf = (dimension: Dimension): number | undefined =>
  dimension.kind === "range" ? dimension.grid?.size : dimension.probabilities.length;

const lengthOf = (space: Space): number => Math.max(1, ...space.map((dimension) => sizeOf(dimension) ?? 0));

/** The first value of every parameter, then the second of every one, and so on. A list of one goes with all. */
export default definePlugin({
  role: "sampler",
  summary: "Lists of values, read side by side",
  options: z.strictObject({}),
  create: () => ({
    refuse: (space) => {
      const length = lengthOf(space);
      const odd = space.find((dimension) => ![1, length].includes(sizeOf(dimension) ?? 0));
      if (!odd) return undefined;
      const size = sizeOf(odd);
      return {
        name: odd.name,
        what: size === undefined ? "a continuous range is no list" : `a list of ${size} beside one of ${length}`,
        fix: "give every parameter a list of the same length",
      };
    },
    size: lengthOf,
    suggest: ({ space, index }) =>
      buildPoint(space, (dimension) => {
        const at = sizeOf(dimension) === 1 ? 0 : index;
        return dimension.kind === "range" ? dimension.grid!.at(at) : at;
      }),
  }),
});
