import type { Problem } from "@tweedie/core";
import type { Components } from "../components.ts";
import { type Combination, pluginAt } from "../experiment/experiment.ts";

/** Finds other numbers of steps for a student of one step. */
export function stepsProblems({ settings, slots }: Combination, { distillation }: Components): Problem[] {
  if (settings.evaluate.steps === undefined || distillation.student.steps) return [];
  const what = `\`${pluginAt(slots, "student")}\` generates in one step`;
  return [{ where: "evaluate.steps", what, fix: "remove it, or use `student: students/multistep`" }];
}
