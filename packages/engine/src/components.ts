import type { Dataset, Extractor, Metric, Network, Teacher, Tracker } from "@tweedie/core";
import { isMissing } from "./consistency/missing-part.ts";
import type { Combination } from "./experiment/experiment.ts";
import type { Settings } from "./experiment/settings.ts";
import { guidedModels } from "./guidance/guided-models.ts";
import { createPluginContainer, type OnMistake } from "./plugins/plugin-container.ts";
import type { DenoiserTraining } from "./steps/denoising.ts";
import type { Distillation } from "./steps/distillation.ts";
import type { BatchSizes } from "./steps/micro-batches.ts";
import type { TrainableWeights } from "./steps/trainable-weights.ts";

/** The objects that the plugins of an experiment create, grouped by their use in a run. */
export interface Components {
  readonly data: Dataset;
  /** Network that other plugins use; undefined if none does. */
  readonly network: Network | undefined;
  readonly teacher: Teacher;
  /** Training of the teacher on the data. */
  readonly pretraining: DenoiserTraining;
  readonly distillation: Distillation;
  readonly metrics: readonly Metric[];
  /** Extractor for metrics of features and classes. */
  readonly extractor: Extractor;
  readonly trackers: readonly Tracker[];
}

/**
 * Creates the objects of an experiment, for validation and for runs.
 *
 * @param onMistake Receives the errors of plugins that do not fit, which are then missing parts.
 */
export async function createComponents({ slots, settings }: Combination, onMistake?: OnMistake): Promise<Components> {
  const container = await createPluginContainer(slots, onMistake);
  const { pretrain, distill } = settings;
  const schedule = container.get("schedule");
  const data = container.get("data");
  const teacher = container.get("teacher");
  const [student, fakeScore] = [container.get("student"), container.get("fakeScore")] as const;
  const { trained, ...guided } = guidedModels({ teacher, student, fakeScore }, distill.guidance);
  const noiseAndWeighting = (path: "pretrain" | "distill.student" | "distill.fakeScore") => ({
    weighting: container.get("weighting", `${path}.weighting`),
    noise: { schedule, time: container.get("timeLaw", `${path}.time`) },
  });
  return {
    data,
    network: slots.some(({ plugin }) => plugin.uses.includes("network")) ? container.get("network") : undefined,
    teacher,
    pretraining: {
      trainable: { ...trainable("teacher", pretrain, teacher), ema: pretrain.ema },
      denoiser: teacher,
      ...noiseAndWeighting("pretrain"),
      data,
      ...changedSamples(pretrain),
      ...batchSizes(pretrain),
      recompute: pretrain.recompute === true,
      steps: pretrain.steps,
    },
    distillation: {
      ...guided,
      loss: container.get("loss"),
      ...(!isMissing(teacher) && teacher.classes !== undefined && { labels: labelsOf(data) }),
      models: {
        student: {
          ...noiseAndWeighting("distill.student"),
          dropout: distill.student.dropout === true,
          trainable: { ...trainable("student", distill.student, student), ...averagesOf(distill.student.ema) },
        },
        fakeScore: {
          ...noiseAndWeighting("distill.fakeScore"),
          dropout: distill.fakeScore.dropout === true,
          denoiser: trained,
          ...changedSamples(distill.fakeScore),
          labelDropoutInStudent: distill.fakeScore.labelDropoutInStudent,
          trainable: trainable("fakeScore", distill.fakeScore, fakeScore),
        },
      },
      updates: distill.fakeScore.updates,
      until: distill.fakeScore.until,
      unroll: distill.student.unroll,
      ...batchSizes(distill),
      recompute: distill.recompute === true,
      steps: distill.steps,
    },
    metrics: container.all("metric", "evaluate.metrics"),
    extractor: container.get("extractor", "evaluate.extractor"),
    trackers: container.all("tracker", "track"),
  };
}

/** Class labels as the data have them. */
const labelsOf =
  ({ labelled }: Dataset): NonNullable<Distillation["labels"]> =>
  (random, count) =>
    labelled!.sample(random, count).labels;

const trainable = (
  name: string,
  { optimizer, start }: Pick<TrainableWeights, "optimizer" | "start">,
  model: Pick<TrainableWeights, "fixed">,
): TrainableWeights => ({ name, optimizer, fixed: isMissing(model) ? undefined : model.fixed, start });

/** The student's average and the further ones, which differ from it by their half-lives. */
const averagesOf = (ema: Settings["distill"]["student"]["ema"]): Pick<TrainableWeights, "ema" | "averages"> => ({
  ema,
  averages: (ema.others ?? []).map((halfLife) => ({ ...ema, halfLife })),
});

const batchSizes = ({ batch, microBatch = batch }: Pick<Settings["distill"], "batch" | "microBatch">): BatchSizes => ({
  batch,
  microBatch,
});

/** Augmentation and label dropout of the samples of a training. */
const changedSamples = ({ augment, labelDropout }: Pick<DenoiserTraining, "augment" | "labelDropout">) => ({
  augment,
  labelDropout,
});
