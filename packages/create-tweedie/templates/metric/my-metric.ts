import { definePlugin, sizeOf, type NDArray } from "@tweedie/core";
import { z } from "zod";

/** Compares samples with a reference. This example is the distance between their means. */
export default definePlugin({
  role: "metric",
  summary: "distance between the means",
  options: z.strictObject({
    samples: z.int().positive().default(10_000).describe("maximum number of samples and of reference samples"),
  }),
  create: ({ samples: limit }) => ({
    goals: { meanDistance: "minimize" },
    descriptions: { meanDistance: { title: "distance between the means", unit: "units of the data" } },
    measure(samples, reference) {
      const [a, b] = [meanOf(samples, limit), meanOf(reference, limit)];
      return { meanDistance: Math.hypot(...a.map((x, i) => x - b[i]!)) };
    },
  }),
});

function meanOf({ shape: [count = 0, ...shape], data }: NDArray, limit: number): number[] {
  const size = sizeOf(shape);
  const used = Math.min(count, limit);
  const sum = new Array<number>(size).fill(0);
  for (let i = 0; i < used * size; i++) sum[i % size]! += data[i]!;
  return sum.map((x) => x / used);
}
