import { definePlugin, type NoisedBatch } from "@tweedie/core";
import { sigmaOf } from "@tweedie/diffusion";
import { z } from "zod";

/** Weight of each sample in a loss. To begin with it grows with the noise, and only so far. */
export default definePlugin({
  role: "weighting",
  summary: "square of the noise-to-signal ratio, bounded",
  options: z.strictObject({
    bound: z.number().positive().default(1).describe("largest weight"),
  }),
  create({ bound }) {
    const weight = ({ level }: NoisedBatch) => sigmaOf(level).flatten().square().minimum(bound); // [b]
    return { student: weight, denoiser: weight };
  },
});
