import { objectionsOf } from "@tweedie/diffusion";
import type { Components } from "../components.ts";
import { weightingObjections } from "./biased-weights.ts";
import { type Experiment, pluginAt } from "./experiment.ts";
import { lossPoints } from "./loss-points.ts";

/** Returns the objections to a loss and to its weights, a sentence each. The experiment is valid nevertheless. */
export const warningsOf = (experiment: Pick<Experiment, "slots">, components: Components): string[] => [
  ...lossObjections(experiment, components),
  ...weightingObjections(experiment, components),
];

/** Returns the objections that follow from the coefficients of a loss. */
function lossObjections(
  { slots }: Pick<Experiment, "slots">,
  { distillation: { loss, student, models, steps } }: Components,
): string[] {
  if (!loss.coefficients) return [];
  const start = { startsAsTeacher: student.startsAsTeacher ?? false };
  const objections = objectionsOf(loss.coefficients, lossPoints(models.student.noise, steps), start);
  return objections.map((objection) => `loss ${pluginAt(slots, "loss")}: ${objection}`);
}
