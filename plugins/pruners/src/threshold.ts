import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** Ends a trial whose metric is worse than a bound, or is not a number. */
export default definePlugin({
  role: "pruner",
  summary: "Ends what is worse than a bound",
  options: z.strictObject({
    worst: z.number().describe("The worst value of the metric that a trial may have."),
    warmup: z.number().min(0).default(0).describe("Resource before which none is ended."),
  }),
  create: ({ worst, warmup }) => ({
    prune: ({ reports, sign }) => {
      const { resource, value } = reports.at(-1)!;
      return resource >= warmup && value > sign * worst;
    },
  }),
});
