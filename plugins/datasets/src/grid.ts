import { definePlugin } from "@tweedie/core";
import { z } from "zod";
import { mixtureDataset } from "./builders/mixture-dataset.ts";

/** Equal Gaussian modes on a square grid that spans [-1, 1]². Usually 5 by 5 (Dumoulin et al., arXiv 1606.00704). */
export default definePlugin({
  role: "data",
  summary: "Gaussian modes on a square grid, with exact density",
  aliases: ["25gaussians"],
  options: z.strictObject({
    side: z.int().min(2).max(100).default(5).describe("Modes along a side."),
    std: z.number().positive().default(0.05).describe("Standard deviation of each mode."),
  }),
  create({ side, std }) {
    const ticks = Array.from({ length: side }, (_, i) => (2 * i) / (side - 1) - 1);
    const means = ticks.flatMap((x) => ticks.map((y) => [x, y]));
    return mixtureDataset({ means, weights: means.map(() => 1 / means.length), std });
  },
});
