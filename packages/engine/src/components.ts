import type { Dataset, Extractor, Metric, Teacher, Tracker } from "@tweedie/core";
import { assemble } from "./experiment/assemble.ts";
import type { Experiment } from "./experiment/experiment.ts";
import type { DenoiserTraining } from "./steps/denoising.ts";
import type { Distillation } from "./steps/distillation.ts";

/** The objects of an experiment, ready to train: nothing of its file format is left. */
export interface Components {
  readonly data: Dataset;
  readonly teacher: Teacher;
  /** The teacher's own training. */
  readonly pretraining: DenoiserTraining;
  readonly distillation: Distillation;
  readonly metrics: readonly Metric[];
  /** What metrics of features and classes look through. */
  readonly extractor: Extractor;
  /** Who looks on. */
  readonly trackers: readonly Tracker[];
}

/** Makes the plugins of an experiment and sets them in their places. */
export function createComponents(
  { slots, settings }: Pick<Experiment, "slots" | "settings">,
  wired = assemble(slots),
): Components {
  const { pretrain, distill } = settings;
  const schedule = wired.get("schedule");
  const data = wired.get("data");
  const teacher = wired.get("teacher");
  const player = (name: "student" | "fakeScore") => ({
    weighting: wired.get("weighting", `distill.${name}.weighting`),
    noise: { schedule, time: wired.get("timeLaw", `distill.${name}.time`) },
  });
  return {
    data,
    teacher,
    pretraining: {
      trainable: { name: "teacher", optimizer: pretrain.optimizer, ema: pretrain.ema },
      denoiser: teacher,
      weighting: wired.get("weighting", "pretrain.weighting"),
      noise: { schedule, time: wired.get("timeLaw", "pretrain.time") },
      data,
      batch: pretrain.batch,
      steps: pretrain.steps,
    },
    distillation: {
      teacher,
      student: wired.get("student"),
      fakeScore: wired.get("fakeScore"),
      loss: wired.get("loss"),
      ...(teacher.classes !== undefined && {
        labels: (random, count) => data.labelled!.sample(random, count).labels,
      }),
      models: {
        student: {
          ...player("student"),
          trainable: { name: "student", optimizer: distill.student.optimizer, ema: distill.student.ema },
        },
        fakeScore: { ...player("fakeScore"), trainable: { name: "fakeScore", optimizer: distill.fakeScore.optimizer } },
      },
      updates: distill.fakeScore.updates,
      batch: distill.batch,
      steps: distill.steps,
    },
    metrics: wired.all("metric", "evaluate.metrics"),
    extractor: wired.get("extractor", "evaluate.extractor"),
    trackers: wired.all("tracker", "track"),
  };
}
