import { definePlugin, ndarray, random, sizeOf } from "@tweedie/core";
import { z } from "zod";

/** Features of samples, which metrics compare. This example projects samples to random directions. */
export default definePlugin({
  role: "extractor",
  summary: "projections of the samples to random directions",
  options: z.strictObject({
    features: z.int().positive().default(16).describe("Number of directions."),
  }),
  uses: ["data"],
  create({ features }, { shape }) {
    const size = sizeOf(shape);
    return {
      weights: () => ({ directions: ndarray([size, features], random(0, "directions").normal(size * features)) }),
      extract: ({ directions }, x) => ({ features: x.reshape([-1, size]).matMul(directions!) }), // [b, features]
    };
  },
});
