import { definePlugin, sizeOf, type NDArray } from "@tweedie/core";
import { z } from "zod";

/** Judges samples by a reference. To begin with it compares their means. */
export default definePlugin({
  role: "metric",
  summary: "distance of the means",
  options: z.strictObject({
    samples: z.int().positive().default(10_000).describe("the first so many of each side are compared"),
  }),
  create: ({ samples: limit }) => ({
    goals: { meanDistance: "minimize" },
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
