import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** Stops a trial whose metric is worse than a bound. Sweeps report NaN as infinity, so NaN is worse than any bound. */
export default definePlugin({
  role: "pruner",
  summary: "Stops trials whose metric is worse than a bound",
  options: z.strictObject({
    worst: z.number().describe("Worst value of the metric at which a trial continues.").meta({ example: 0.5 }),
    warmup: z.number().min(0).default(0).describe("Resource before which no trial is stopped."),
  }),
  create: ({ worst, warmup }) => ({
    prune: ({ reports, sign }) => {
      const { resource, value } = reports.at(-1)!;
      return resource >= warmup && value > sign * worst;
    },
  }),
});
