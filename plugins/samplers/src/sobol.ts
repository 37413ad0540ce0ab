import { definePlugin } from "@tweedie/core";
import { z } from "zod";
import { maxDimensions, owenScramble, sobolWord } from "./sobol/sequence.ts";
import { buildPoint } from "./space/points.ts";
import { valueAt } from "./space/values.ts";

/** The Sobol sequence: points that fill the space evenly at any number of points. */
export default definePlugin({
  role: "sampler",
  summary: "Quasi-random points that fill the space evenly (Sobol sequence)",
  aliases: ["quasi-random", "qmc"],
  options: z.strictObject({
    scramble: z
      .boolean()
      .default(true)
      .describe("Owen scrambling by the sweep's seed: each point alone is uniformly distributed."),
  }),
  create: ({ scramble }) => ({
    refuse: (space) =>
      space.length > maxDimensions
        ? {
            what: `${space.length} parameters, but the Sobol sequence has at most ${maxDimensions} dimensions here`,
            fix: "write `method: random`",
          }
        : undefined,
    suggest: ({ space, index, sweep }) => {
      const seeds = sweep.integers(space.length, 2 ** 32);
      return buildPoint(space, (dimension, axis) => {
        const word = sobolWord(index, axis);
        const probability = ((scramble ? owenScramble(word, seeds[axis]!) : word) + 0.5) / 2 ** 32;
        return valueAt(dimension, probability);
      });
    },
  }),
});
