import { shellPath, TweedieError } from "@tweedie/core";
import { keptSteps } from "../run/checkpoint.ts";
import type { RunFolder, RunStatus } from "../run/run-folder.ts";
import { readRunLog } from "../run/run-log.ts";

/** A kept checkpoint of the distillation: its step, or the best one by a metric of the run. */
export type CheckpointChoice = number | "best";

/** Returns the step of a kept checkpoint. @throws TweedieError if the run does not keep it, or if no metric tells which is best */
export async function chosenStep(
  folder: RunFolder,
  status: Pick<RunStatus, "goals" | "log" | "best">,
  choice: CheckpointChoice,
): Promise<number> {
  const kept = await keptSteps(folder.checkpoints);
  if (choice === "best") return bestStep(folder, status, kept);
  if (kept.includes(choice)) return choice;
  throw new TweedieError({
    where: folder.root,
    what: `has no checkpoint of step ${choice.toLocaleString("en")}; ${stepsText(kept)}`,
    fix: "use one of these; `checkpoint.keep` and `checkpoint.keepBest` of an experiment keep more",
  });
}

const stepsText = (kept: readonly number[]): string =>
  kept.length === 0
    ? "it keeps none of its distillation"
    : `it keeps ${kept.map((step) => step.toLocaleString("en")).join(", ")}`;

/** Step of the kept checkpoint with the best logged value of `checkpoint.keepBest.metric`, or without that of the run's first metric. */
async function bestStep(
  folder: RunFolder,
  { goals, log, best }: Pick<RunStatus, "goals" | "log" | "best">,
  kept: readonly number[],
): Promise<number> {
  const [metric, goal] = best ? [best.metric, best.goal] : (Object.entries(goals)[0] ?? []);
  const { rows } = await readRunLog(folder, { log });
  const measured = rows
    .filter(({ phase, step, values }) => phase === "distill" && kept.includes(step) && Number.isFinite(values[metric!]))
    .map(({ step, values }) => ({ step, value: values[metric!]! }));
  const [first] = measured.sort((a, b) => (goal === "maximize" ? b.value - a.value : a.value - b.value));
  if (first) return first.step;
  throw new TweedieError({
    where: folder.root,
    what:
      metric === undefined
        ? "has no metric by which a checkpoint is the best"
        : `has no value of ${metric} at its checkpoints`,
    fix: `name a step: ${stepsText(kept)}; or measure all: tweedie evaluate ${shellPath(folder.root)} --checkpoint all`,
  });
}
