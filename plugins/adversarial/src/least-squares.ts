import { definePlugin } from "@tweedie/core";
import { z } from "zod";
import { adversarialLoss } from "./discriminator/adversarial-loss.ts";
import { adversarialOptions } from "./discriminator/options.ts";

/**
 * Least-squares adversarial loss of the outputs D of the fake score's discriminator:
 *
 *     student   ½(D(g) - 1)²,    fake score   ½(D(x) - 1)² + ½ D(g)²
 *
 * with real samples x and generated samples g, both noised. The optimal output is `p / (p + q)` for the data's density p and the student's
 * density q. Mao et al., arXiv 1611.04076, eq. 9. `lsgan/least-squares` is the same loss with a discriminator of its own, instead of a teacher.
 */
export default definePlugin({
  role: "loss",
  summary: "Least-squares adversarial loss on the fake score's features",
  options: z.strictObject(adversarialOptions),
  uses: ["data", "schedule"],
  create: (options, data, schedule) =>
    adversarialLoss(
      {
        student: (outputs) => outputs.sub(1).square().mul(0.5),
        real: (outputs) => outputs.sub(1).square().mul(0.5),
        generated: (outputs) => outputs.square().mul(0.5),
      },
      options,
      data,
      schedule,
    ),
});
