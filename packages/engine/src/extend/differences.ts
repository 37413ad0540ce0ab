import type { TimeLaw } from "@tweedie/core";
import { createComponents } from "../components.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { SettingChange } from "./setting-changes.ts";

/**
 * Sentences on the ways in which a run that is extended after a step differs from one with these settings from the start. Weights of losses,
 * warmups and averages count steps from the start, so that they do not depend on the length of the training.
 */
export async function differencesOf(
  experiment: Experiment,
  changes: readonly SettingChange[],
  step: number,
): Promise<readonly string[]> {
  if (step === 0) return [];
  const isChanged = (key: string) => changes.some(({ path }) => path === key || path.startsWith(`${key}.`));
  const { steps } = experiment.settings.distill;
  const scheduled = isChanged("distill.steps") ? await keysByProgress(experiment) : [];
  const cadences = ["evaluate.every", "log.every"].filter(isChanged);
  return [
    ...scheduled.map(
      (key) =>
        `${key} follows the fraction of the training that is done: up to step ${step} it was that of the former length, from there on it is that of ${steps} steps, so the weights differ from those of a run with ${steps} steps from the start`,
    ),
    ...cadences.map((key) => `${key} holds from step ${step} on: earlier rows are as they were`),
    ...(isChanged("alarms") && experiment.settings.alarms ? [`alarms hold from step ${step} on, as changed`] : []),
  ];
}

/** Keys with schedules that follow the progress of the training. */
async function keysByProgress(experiment: Experiment): Promise<readonly string[]> {
  const { distill } = experiment.settings;
  const { models, updates } = (await createComponents(experiment)).distillation;
  const trained = (["student", "fakeScore"] as const).filter((name) => name === "student" || updates > 0);
  return trained.flatMap((name) => [
    ...(distill[name].optimizer.schedule.decay === "none" ? [] : [`distill.${name}.optimizer.schedule.decay`]),
    ...(followsProgress(models[name].noise.time) ? [`distill.${name}.time`] : []),
  ]);
}

const followsProgress = (time: TimeLaw): boolean =>
  [0.1, 0.5, 0.9].some(
    (u) => time.quantile(u, 0) !== time.quantile(u, 0.5) || time.quantile(u, 0) !== time.quantile(u, 1),
  );
