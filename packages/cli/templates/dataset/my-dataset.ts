import { definePlugin, ndarray, type Dataset } from "@tweedie/core";
import { z } from "zod";

/** Samples to train teachers on and to compare with. To begin with they are two Gaussians in a plane. */
export default definePlugin({
  role: "data",
  summary: "two Gaussians, left and right",
  options: z.strictObject({
    std: z.number().positive().default(0.1).describe("spread of each"),
  }),
  create({ std }) {
    const means = [
      [-1, 0],
      [1, 0],
    ];
    const sample: Dataset["sample"] = (random, count) => {
      const modes = random.integers(count, means.length);
      const noise = random.normal(2 * count);
      const data = noise.map((x, i) => means[modes[Math.floor(i / 2)]!]![i % 2]! + std * x);
      return ndarray([count, 2], data);
    };
    return {
      shape: [2],
      sigmaData: Math.sqrt(0.5 + std ** 2),
      mixture: { means, weights: [0.5, 0.5], std }, // a law that is known makes the closed-form teacher possible
      sample,
      heldOut: sample,
    };
  },
});
