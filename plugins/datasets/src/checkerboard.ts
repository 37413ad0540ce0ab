import { definePlugin, ndarray } from "@tweedie/core";
import { z } from "zod";
import { distributionDataset } from "./builders/distribution-dataset.ts";

/** The uniform distribution on the cells of one colour of a checkerboard over [-1, 1]²: sharp edges, holes and no modes. */
export default definePlugin({
  role: "data",
  summary: "Uniform distribution on the cells of one colour of a checkerboard",
  options: z.strictObject({
    cells: z.int().positive().max(1_000).multipleOf(2).default(4).describe("Cells along a side."),
  }),
  create: ({ cells }) =>
    distributionDataset({
      shape: [2],
      sigmaData: Math.sqrt(1 / 3), // all rows and columns have the same mass, so each coordinate is uniform on [-1, 1]
      sample(random, count) {
        const data = random.uniform(2 * count);
        for (let i = 0; i < data.length; i += 2) {
          const column = Math.floor(data[i]! * cells);
          const y = (data[i + 1]! * cells) / 2;
          const row = 2 * Math.floor(y) + (column % 2);
          data[i] = 2 * data[i]! - 1;
          data[i + 1] = (2 * (row + (y % 1))) / cells - 1;
        }
        return ndarray([count, 2], data);
      },
    }),
});
