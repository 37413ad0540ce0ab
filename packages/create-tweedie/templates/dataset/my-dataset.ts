import { definePlugin, ndarray, type Dataset } from "@tweedie/core";
import { z } from "zod";

/** A dataset: samples to train on, and held-out samples for evaluation. This example is a circle in the plane with noise. */
export default definePlugin({
  role: "data",
  summary: "circle in the plane, with noise",
  options: z.strictObject({
    noise: z.number().nonnegative().default(0.05).describe("Standard deviation of the noise around the circle."),
  }),
  create({ noise }) {
    const sample: Dataset["sample"] = (random, count) => {
      const turns = random.uniform(count); // one number in (0, 1) per sample
      const data = random.normal(2 * count).map((x, i) => {
        const angle = 2 * Math.PI * (turns[Math.floor(i / 2)] ?? 0);
        return (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) + noise * x;
      });
      return ndarray([count, 2], data);
    };
    return { shape: [2], sigmaData: Math.sqrt(0.5 + noise ** 2), sample, heldOut: sample };
  },
});
