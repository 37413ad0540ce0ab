import { pluginOption } from "@tweedie/core";
import { z } from "zod";

/** Options of an adversarial loss: for `z.strictObject`. */
export const adversarialOptions = {
  clamp: z
    .number()
    .positive()
    .optional()
    .describe(
      "Bound of the logits in the student's loss, beyond which they have no gradient; 10 in SiDA's code. Default: none.",
    )
    .meta({ example: 10 }),
  r1: z
    .number()
    .positive()
    .optional()
    .describe("Factor of the penalty on the discriminator's gradient at real samples (R1). Default: none.")
    .meta({ example: 0.1 }),
  time: pluginOption("timeLaw")
    .optional()
    .describe(
      "Time law of the discriminator's noise levels, with noise of its own (DMD2). Default: noise and levels of the batch, also of real samples (SiDA).",
    )
    .meta({ example: { use: "time-laws/sid", tMax: 1 } }),
};

/** Options of an adversarial loss. */
export type AdversarialOptions = z.output<z.ZodObject<typeof adversarialOptions>>;
