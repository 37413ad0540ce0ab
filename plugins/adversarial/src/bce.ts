import { definePlugin } from "@tweedie/core";
import { z } from "zod";
import { adversarialLoss } from "./discriminator/adversarial-loss.ts";
import { adversarialOptions } from "./discriminator/options.ts";

/**
 * Non-saturating adversarial loss by binary cross-entropy of the logits D of the fake score's discriminator, `softplus(y) = ln(1 + e^y)`:
 *
 *     student   softplus(-D(g)),    fake score   softplus(-D(x)) + softplus(D(g))
 *
 * with real samples x and generated samples g, both noised. The optimal logit is `ln(p / q)` for the data's density p and the student's
 * density q, so at constant D the student's gradient at q = p is half that of the reverse KL divergence. Goodfellow et al., arXiv 1406.2661,
 * section 3, on noised samples as in Diffusion-GAN, arXiv 2206.02262; SiDA, arXiv 2410.14919; DMD2, arXiv 2405.14867, eq. 4.
 */
export default definePlugin({
  role: "loss",
  summary: "Non-saturating adversarial loss on the fake score's features: binary cross-entropy, softplus (SiDA, DMD2)",
  aliases: ["sida", "dmd2", "softplus", "non-saturating"],
  options: z.strictObject(adversarialOptions),
  uses: ["data", "schedule"],
  create: (options, data, schedule) =>
    adversarialLoss(
      {
        student: (logits) => logits.neg().softplus(),
        real: (logits) => logits.neg().softplus(),
        generated: (logits) => logits.softplus(),
      },
      options,
      data,
      schedule,
    ),
});
