import { definePlugin, type Dimension } from "@tweedie/core";
import { z } from "zod";

/** Suggests the configurations of a sweep. This example fills the space evenly: each value is a fixed step after the previous one. */
export default definePlugin({
  role: "sampler",
  summary: "evenly spaced values (additive recurrence)",
  options: z.strictObject({
    shuffle: z.boolean().default(true).describe("Starts at a random point, which depends on the seed of the sweep."),
  }),
  create: ({ shuffle }) => ({
    suggest({ space, index, sweep }) {
      const starts = shuffle ? sweep.uniform(space.length) : [];
      const root = largestRoot(space.length);
      const point: Record<string, number> = {};
      space.forEach((dimension, axis) => {
        const { name, when } = dimension;
        if (when && point[when.name] !== when.choice) return; // its condition is not met
        point[name] = valueAt(dimension, ((starts[axis] ?? 0.5) + (index + 1) / root ** (axis + 1)) % 1 || 0.5);
      });
      return point;
    },
  }),
});

/** The root of `x^(n + 1) = x + 1` above 1: for one dimension the golden ratio. Its powers give the steps. */
function largestRoot(dimensions: number): number {
  let root = 1.5;
  for (let i = 0; i < 40; i++) root = (1 + root) ** (1 / (dimensions + 1));
  return root;
}

/** Value of a parameter at a cumulative probability in (0, 1). */
function valueAt(dimension: Dimension, probability: number): number {
  if (dimension.kind === "range") return dimension.quantile(probability);
  let cumulative = 0;
  const choice = dimension.probabilities.findIndex((each) => probability < (cumulative += each));
  return choice < 0 ? dimension.probabilities.length - 1 : choice;
}
