import type { Denoiser, Problem } from "@tweedie/core";
import type { Components } from "../components.ts";
import { type Combination, pluginAt } from "../experiment/experiment.ts";
import { labelCount } from "./transformations.ts";

/** Finds augmentations of samples that are no square images, and of networks that do not receive their labels. */
export function augmentationProblems(
  { settings, slots }: Combination,
  { teacher, distillation: { fakeScore } }: Components,
): Problem[] {
  const trained = teacher.weights === "trained" ? settings.pretrain.augment : undefined;
  return [
    { where: "pretrain.augment", augment: trained, model: teacher, name: pluginAt(slots, "teacher") },
    {
      where: "distill.fakeScore.augment",
      augment: settings.distill.fakeScore.augment,
      model: fakeScore,
      name: pluginAt(slots, "fakeScore"),
    },
  ].flatMap(({ where, augment, model, name }) => {
    if (!augment) return [];
    const what = shapeProblem(teacher.shape);
    if (what !== undefined) return [{ where, what, fix: "remove `augment`" }];
    return augment.labels ? labelProblems(model, where, name) : [];
  });
}

function shapeProblem(shape: readonly number[]): string | undefined {
  const [height, width] = shape;
  if (shape.length === 3 && height === width) return undefined;
  return `only square images can be augmented, and the data have samples of ${shape.join("x")}`;
}

function labelProblems({ augmentation }: Denoiser, where: string, name: string): Problem[] {
  if (augmentation?.count === labelCount) return [];
  const found = augmentation ? `${augmentation.count} labels` : "no labels";
  return [
    {
      where,
      what: `an augmentation has ${labelCount} labels, and the network of \`${name}\` receives ${found}`,
      fix: `use a network that receives them, such as \`networks/song-unet\` with \`augmentations: ${labelCount}\`, or write \`labels: false\``,
    },
  ];
}
