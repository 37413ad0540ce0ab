import { definePlugin, ndarray, type Dataset } from "@tweedie/core";
import { z } from "zod";

/** A dataset: samples to train on, and held-out samples for evaluation. This example is a mixture of two Gaussians in the plane. */
export default definePlugin({
  role: "data",
  summary: "mixture of two Gaussians in the plane",
  options: z.strictObject({
    std: z.number().positive().default(0.1).describe("standard deviation of each Gaussian"),
  }),
  create({ std }) {
    const means = [
      [-1, 0],
      [1, 0],
    ];
    const sample: Dataset["sample"] = (random, count) => {
      const components = random.integers(count, means.length);
      const noise = random.normal(2 * count);
      const data = noise.map((x, i) => means[components[Math.floor(i / 2)]!]![i % 2]! + std * x);
      return ndarray([count, 2], data);
    };
    return {
      shape: [2],
      sigmaData: Math.sqrt(0.5 + std ** 2),
      mixture: { means, weights: [0.5, 0.5], std }, // the exact distribution, which the closed-form teacher needs
      sample,
      heldOut: sample,
    };
  },
});
