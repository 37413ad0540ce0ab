import { soundness } from "@tweedie/diffusion";
import type { Components } from "../components.ts";
import type { Experiment } from "./experiment.ts";

/** What is allowed and bears thought, a sentence each: a loss that its own coefficients speak against. */
export function warningsOf(
  { slots }: Pick<Experiment, "slots">,
  { distillation: { loss, student } }: Components,
): string[] {
  if (!loss.coefficients) return [];
  const { findings } = soundness(loss.coefficients, { startsAsTeacher: student.startsAsTeacher ?? false });
  const { use } = slots.find(({ path }) => path === "loss")!;
  return findings.map((finding) => `loss ${use}: ${finding}`);
}
