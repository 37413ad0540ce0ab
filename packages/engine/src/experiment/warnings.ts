import { soundness } from "@tweedie/diffusion";
import type { Components } from "../components.ts";
import { weightingObjections } from "./biased-weights.ts";
import { type Experiment, pluginAt } from "./experiment.ts";

/** Returns the objections to a loss and to its weights, a sentence each. The experiment is valid nevertheless. */
export const warningsOf = (experiment: Pick<Experiment, "slots">, components: Components): string[] => [
  ...lossObjections(experiment, components),
  ...weightingObjections(experiment, components),
];

/** Returns the objections that follow from the coefficients of a loss. */
function lossObjections(
  { slots }: Pick<Experiment, "slots">,
  { distillation: { loss, student } }: Components,
): string[] {
  if (!loss.coefficients) return [];
  const { objections } = soundness(loss.coefficients, { startsAsTeacher: student.startsAsTeacher ?? false });
  return objections.map((objection) => `loss ${pluginAt(slots, "loss")}: ${objection}`);
}
