import { definePlugin } from "@tweedie/core";
import { z } from "zod";

/** Ends unpromising trials of a sweep. This example ends a trial that has stopped improving. */
export default definePlugin({
  role: "pruner",
  summary: "ends trials that have stopped improving",
  options: z.strictObject({
    patience: z.int().positive().default(3).describe("Number of reports without a better value that end a trial."),
  }),
  create: ({ patience }) => ({
    prune({ reports }) {
      const values = reports.map(({ value }) => value); // less is better, whatever the metric
      const before = values.slice(0, -patience);
      return before.length > 0 && Math.min(...values.slice(-patience)) >= Math.min(...before);
    },
  }),
});
