import { nest, type NDArrays, type Student, TweedieError } from "@tweedie/core";
import type { Experiment } from "./experiment/experiment.ts";
import { validateExperiment } from "./experiment/validate.ts";
import { createComponents } from "./components.ts";
import { loadTeacher } from "./run/teacher-store.ts";
import { runFolder } from "./run/run-folder.ts";
import { finalWeights } from "./steps/trainable.ts";
import { wire } from "./wire.ts";

/** The student of a run, as its newest checkpoint has it. */
export interface TrainedStudent {
  readonly experiment: Experiment;
  readonly student: Student;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** Everything in the checkpoint, the teacher where the student shares it, and the prefix of the weights in it that are kept in the end. */
  readonly state: NDArrays;
  readonly weights: string;
}

/** @throws TweedieError where the run has no student yet. */
export async function loadStudent(run: string): Promise<TrainedStudent> {
  const { loadCheckpoint } = await import("./run/checkpoint.ts");
  const folder = runFolder(run);
  const checkpoint = await loadCheckpoint(folder.checkpoints, () => undefined);
  if (checkpoint?.phase !== "distill") {
    throw new TweedieError({
      where: run,
      what: checkpoint ? "has no student yet: its teacher is still in training" : "holds no checkpoint of a run",
      fix: checkpoint
        ? `continue it: tweedie run ${folder.config} --out ${run}`
        : "name the folder that tweedie run printed",
    });
  }
  const experiment = await validateExperiment({ file: folder.config });
  const { student, teacher, models: players } = createComponents(experiment, await wire(experiment.slots)).distillation;
  const weights = finalWeights(players.student.trainable);
  const shared = student.sharesTeacher ? await loadTeacher(folder.teacher) : undefined;
  const state = { ...checkpoint.state, ...(shared && nest("teacher", shared.weights)) };
  return { experiment, student, shape: teacher.shape, state, weights };
}
