import { definePlugin } from "@tweedie/core";
import { z } from "zod";
import { buildPoint, valueAt } from "./space/draw-point.ts";
import { mostDimensions, scramble, sobolWord } from "./sobol/sequence.ts";

/** Points that fill the space evenly, however many there are: the Sobol sequence. */
export default definePlugin({
  role: "sampler",
  summary: "Points that fill the space evenly (Sobol)",
  options: z.strictObject({
    scramble: z.boolean().default(true).describe("Owen's scrambling: each point is uniform by itself."),
  }),
  create: ({ scramble: isScrambled }) => ({
    refuse: (space) =>
      space.length > mostDimensions
        ? {
            what: `${space.length} parameters: the sequence is known for ${mostDimensions}`,
            fix: "write `method: random`",
          }
        : undefined,
    suggest: ({ space, index, sweep }) => {
      const seeds = sweep.integers(space.length, 2 ** 32);
      return buildPoint(space, (dimension, at) => {
        const word = sobolWord(index, at);
        const share = ((isScrambled ? scramble(word, seeds[at]!) : word) + 0.5) / 2 ** 32;
        return valueAt(dimension, share);
      });
    },
  }),
});
