import type { CoefficientsByLevel, LossPoint } from "@tweedie/core";
import { coefficientsAt, objectionsOf } from "@tweedie/diffusion";
import type { Components } from "../components.ts";
import { guidanceWarnings } from "../guidance/guidance-warnings.ts";
import { weightingObjections } from "./biased-weights.ts";
import { type Experiment, pluginAt } from "./experiment.ts";
import { lossPoints } from "./loss-points.ts";

/** Returns the objections to a loss and to its weights, a sentence each. The experiment is valid nevertheless. */
export const warningsOf = (experiment: Pick<Experiment, "slots" | "settings">, components: Components): string[] => [
  ...lossObjections(experiment, components),
  ...weightingObjections(experiment, components),
  ...guidanceWarnings(experiment.settings, components),
  ...uselessUpdates(experiment, components),
];

/** Warns of a fake score that is trained and that the loss does not read. */
function uselessUpdates(
  { slots }: Pick<Experiment, "slots">,
  { distillation: { loss, updates } }: Components,
): string[] {
  if (loss.readsFakeScore !== false || updates === 0) return [];
  return [
    `distill.fakeScore.updates: loss ${pluginAt(slots, "loss")} does not read the fake score, whose updates take time for nothing; write \`distill.fakeScore.updates: 0\``,
  ];
}

/** Returns the objections that follow from the coefficients of a loss. */
function lossObjections(
  { slots }: Pick<Experiment, "slots">,
  { distillation: { loss, student, models, steps, unroll } }: Components,
): string[] {
  if (!loss.coefficients) return [];
  const start = { startsAsTeacher: student.startsAsTeacher ?? false };
  const points = lossPoints(models.student.noise, steps);
  const objections = unroll
    ? unrolledObjections(loss.coefficients, points)
    : objectionsOf(loss.coefficients, points, start);
  return objections.map((objection) => `loss ${pluginAt(slots, "loss")}: ${objection}`);
}

/** With unrolled updates the gradient tends to that of the value at the optimal fake score, `aa` times the Fisher divergence. */
function unrolledObjections(coefficients: CoefficientsByLevel, points: readonly LossPoint[]): readonly string[] {
  const least = Math.min(...points.map((point) => coefficientsAt(coefficients, point).aa));
  if (least > 0) return [];
  const factor = Number(least.toPrecision(3));
  return [
    `its gradient through unrolled updates tends to ${factor} times that of the Fisher divergence (1 - lambda); use sid/l1, whose is 1 times`,
  ];
}
