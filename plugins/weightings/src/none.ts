import { definePlugin, tf, type NoisedBatch } from "@tweedie/core";
import { z } from "zod";

const ones = ({ eps }: NoisedBatch) => tf.ones([eps.shape[0]!]);

/** Weight 1 for all samples. */
export default definePlugin({
  role: "weighting",
  summary: "Weight 1 for all samples",
  aliases: ["uniform", "constant", "unweighted"],
  options: z.strictObject({}),
  create: () => ({ dependsOn: "level", student: ones, denoiser: ones }),
});
