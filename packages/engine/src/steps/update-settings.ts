import { z } from "zod";

/** `distill.fakeScore.until`. */
export const until = z
  .strictObject({
    tolerance: z
      .number()
      .positive()
      .default(1e-3)
      .describe(
        "Decrease of the held-out loss over `every` updates, as a fraction of it, below which it stands still.",
      ),
    every: z.int().positive().max(4096).default(20).describe("Updates between measurements of the held-out loss."),
    samples: z
      .int()
      .positive()
      .max(2 ** 20)
      .default(2048)
      .describe(
        "New samples of the student per iteration on which the loss is measured, and which are not trained on.",
      ),
  })
  .describe(
    "Ends the fake score's updates of an iteration early, once its loss on held-out samples of the student stands still. Default: all `updates` are made.",
  )
  .meta({ example: { tolerance: 1e-3 } });

/** `distill.student.unroll`. */
export const unroll = z
  .strictObject({
    steps: z.int().positive().max(32).describe("Number of unrolled updates.").meta({ example: 2 }),
    lr: z
      .number()
      .positive()
      .optional()
      .describe("Learning rate of the unrolled updates. Default: that of the fake score.")
      .meta({ example: 1e-3 }),
  })
  .describe(
    "Further updates of the fake score within the student's update, through which the student's gradient flows: the fake score's response to the student. Its weights are not changed. Default: none.",
  )
  .meta({ example: { steps: 2 } });
