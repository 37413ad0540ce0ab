import type { Problem } from "@tweedie/core";
import type { Components } from "../components.ts";
import { type Combination, pluginAt } from "../experiment/experiment.ts";

/** Finds a loss that reads logits of a fake score without a discriminator. */
export function logitProblems(
  { slots }: Pick<Combination, "slots">,
  { distillation: { loss, fakeScore } }: Components,
): Problem[] {
  if (!loss.readsLogits || fakeScore.withLogits) return [];
  const [lossName, fakeScoreName] = [pluginAt(slots, "loss"), pluginAt(slots, "fakeScore")];
  return [
    {
      where: "fakeScore",
      what: `\`${lossName}\` reads the logits of a discriminator, and \`${fakeScoreName}\` has none`,
      fix: "use `fake-scores/denoiser` with an MLP, a U-Net or a transformer as the network",
    },
  ];
}
