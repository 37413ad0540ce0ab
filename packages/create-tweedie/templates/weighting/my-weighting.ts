import { definePlugin, type NoisedBatch } from "@tweedie/core";
import { sigmaOf } from "@tweedie/diffusion";
import { z } from "zod";

/** Weight of each sample in a loss. In this example it grows with the noise level up to a bound. */
export default definePlugin({
  role: "weighting",
  summary: "squared noise-to-signal ratio, bounded",
  options: z.strictObject({
    bound: z.number().positive().default(1).describe("maximum weight"),
  }),
  create({ bound }) {
    const weight = ({ level }: NoisedBatch) => sigmaOf(level).flatten().square().minimum(bound); // [b]
    return { dependsOn: "level", student: weight, denoiser: weight };
  },
});
