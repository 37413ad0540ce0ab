import { soundness } from "@tweedie/diffusion";
import type { Components } from "../components.ts";
import type { Experiment } from "./experiment.ts";

/** Returns the objections to a loss that follow from its coefficients, a sentence each. The experiment is valid nevertheless. */
export function warningsOf(
  { slots }: Pick<Experiment, "slots">,
  { distillation: { loss, student } }: Components,
): string[] {
  if (!loss.coefficients) return [];
  const { objections } = soundness(loss.coefficients, { startsAsTeacher: student.startsAsTeacher ?? false });
  const { use } = slots.find(({ path }) => path === "loss")!;
  return objections.map((objection) => `loss ${use}: ${objection}`);
}
