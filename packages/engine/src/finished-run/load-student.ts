import type { Student } from "@tweedie/core";
import { createComponents } from "../components.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { ReadOptions } from "../experiment/read-experiment.ts";
import { validateExperiment } from "../experiment/validate.ts";
import { checkSameFiles, identityOf } from "../identity/run-identity.ts";
import { readStatus, runFolder } from "../run/run-folder.ts";
import { loadStudentWeights, type StudentWeights, type WeightsChoice } from "./student-weights.ts";

/** The student of a run, from a checkpoint. */
export interface TrainedStudent extends StudentWeights {
  readonly experiment: Experiment;
  readonly student: Student;
  /** Shape of one sample. */
  readonly shape: readonly number[];
}

/** Consent to the plugins of a run, and the weights of its student that are used. */
export interface StudentOptions extends ReadOptions, WeightsChoice {}

/** Loads the student of a run. @throws TweedieError if the run has no student yet, no such checkpoint or no such average */
export async function loadStudent(run: string, options: StudentOptions): Promise<TrainedStudent> {
  const folder = runFolder(run);
  const experiment = await validateExperiment({ file: folder.config }, options);
  const status = await readStatus(folder);
  if (status) checkSameFiles(folder, await identityOf(experiment), status);
  const { student, teacher } = (await createComponents(experiment)).distillation;
  const weights = await loadStudentWeights(run, { student, teacher, settings: experiment.settings }, options);
  return { experiment, student, shape: teacher.shape, ...weights };
}
