import { nest, type NDArrays, type Student, TweedieError } from "@tweedie/core";
import { createComponents } from "../components.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { ReadOptions } from "../experiment/read-experiment.ts";
import { validateExperiment } from "../experiment/validate.ts";
import { checkSameFiles, identityOf } from "../identity/run-identity.ts";
import { loadNewestCheckpoint } from "../run/checkpoint.ts";
import { readStatus, runFolder } from "../run/run-folder.ts";
import { teacherWeights } from "./teacher-weights.ts";
import { averagePrefix, finalWeightsPrefix, type TrainableWeights } from "../steps/trainable-weights.ts";

/** The student of a run, from its newest checkpoint. */
export interface TrainedStudent {
  readonly experiment: Experiment;
  readonly student: Student;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** State of the checkpoint, with the teacher's weights if the student shares them. */
  readonly state: NDArrays;
  /** Prefix of the student's final weights in the state. */
  readonly weightsPrefix: string;
  /** Iterations of the distillation so far. */
  readonly step: number;
}

/** The average of the weights that is used. */
export interface AverageOptions extends ReadOptions {
  /** Half-life of one of the further averages, in training samples. Default: that of `distill.student.ema.halfLife`. */
  readonly halfLife?: number | undefined;
}

/** Loads the student of a run. @throws TweedieError if the run has no student yet, or no such average */
export async function loadStudent(run: string, options: AverageOptions): Promise<TrainedStudent> {
  const folder = runFolder(run);
  const checkpoint = await loadNewestCheckpoint(folder.checkpoints);
  if (checkpoint?.phase !== "distill") {
    throw new TweedieError({
      where: run,
      what: checkpoint ? "has no student yet: its teacher is still in training" : "holds no checkpoint of a run",
      fix: checkpoint
        ? `continue it: tweedie run ${folder.config} --out ${run}`
        : "name the folder that tweedie run printed",
    });
  }
  const status = await readStatus(folder);
  const step = status?.step;
  if (step !== undefined && checkpoint.step < step) {
    throw new TweedieError({
      where: run,
      what: `its newest checkpoint is missing: step ${step} was saved, and the newest one left is step ${checkpoint.step}`,
      fix: `train the missing steps again: tweedie run ${folder.config} --out ${run}`,
    });
  }
  const experiment = await validateExperiment({ file: folder.config }, options);
  if (status) checkSameFiles(folder, await identityOf(experiment), status);
  const { student, teacher, models } = (await createComponents(experiment)).distillation;
  const weightsPrefix = weightsOfHalfLife(run, models.student.trainable, options.halfLife);
  const shared = student.sharesTeacher ? await teacherWeights(run, teacher, experiment.settings.seed) : undefined;
  const state = { ...checkpoint.state, ...(shared && nest("teacher", shared)) };
  return { experiment, student, shape: teacher.shape, state, weightsPrefix, step: checkpoint.step };
}

/** Prefix of the average with a half-life. @throws TweedieError if the run has none */
function weightsOfHalfLife(run: string, trainable: TrainableWeights, halfLife: number | undefined): string {
  const { ema, averages = [], name } = trainable;
  if (halfLife === undefined || halfLife === ema?.halfLife) return finalWeightsPrefix(trainable);
  const index = averages.findIndex((average) => average.halfLife === halfLife);
  if (index >= 0) return averagePrefix(name, index);
  const known = [ema, ...averages]
    .flatMap((average) => average?.halfLife ?? [])
    .map((each) => each.toLocaleString("en"));
  const what = `has no average of the weights with the half-life ${halfLife.toLocaleString("en")}`;
  const fix = `its half-lives, in training samples: ${known.join(", ")}; \`distill.student.ema.others\` keeps further ones`;
  throw new TweedieError({ where: run, what, fix });
}
