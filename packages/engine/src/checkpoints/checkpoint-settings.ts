import { z } from "zod";

/** A key that names a metric of the experiment. */
const metricName = (description: string) => z.string().min(1).describe(description).meta({ example: "sw2" });

/** `distill.stop`. */
export const stop = z
  .strictObject({
    metric: metricName("Metric that must improve."),
    patience: z
      .int()
      .positive()
      .describe("Number of consecutive evaluations without an improvement that end the run.")
      .meta({ example: 5 }),
    minDelta: z
      .number()
      .nonnegative()
      .default(0)
      .describe("Smallest change of the metric that counts as an improvement."),
  })
  .nullable()
  .describe(
    "Ends the distillation early, once a metric has not improved for some evaluations; null: never. Default: never.",
  )
  .meta({ example: { metric: "sw2", patience: 5 } });

const keepBest = z
  .strictObject({
    metric: metricName("Metric by which checkpoints of evaluated steps are compared."),
    count: z.int().positive().default(1).describe("Number of checkpoints that are kept as the best ones."),
  })
  .describe("Keeps the best checkpoints by a metric besides the newest: evaluated steps have one. Default: none.")
  .meta({ example: { metric: "sw2", count: 2 } });

/** `checkpoint` of an experiment. */
export const checkpoint = z
  .strictObject({
    every: z.int().positive().default(1_000).describe("Steps between checkpoints, from which a run resumes."),
    keep: z.int().positive().default(2).describe("Number of checkpoints that are kept, the newest ones."),
    seconds: z
      .number()
      .positive()
      .nullable()
      .optional()
      .describe(
        "Seconds of training after which a checkpoint is also made if none was in this time; the next one replaces it. null: never. Default: 60, or 20 times the time of a save if that is longer.",
      )
      .meta({ example: 600 }),
    keepBest: keepBest.optional(),
  })
  .describe("Saving of the training state.");
