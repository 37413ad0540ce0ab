import { nest, type NDArrays, type Student, type Teacher, TweedieError } from "@tweedie/core";
import type { Settings } from "../experiment/settings.ts";
import { type Checkpoint, loadCheckpointOfStep, loadNewestCheckpoint } from "../run/checkpoint.ts";
import { type CheckpointChoice, chosenStep } from "../checkpoints/choose-checkpoint.ts";
import { readStatus, type RunFolder, runFolder } from "../run/run-folder.ts";
import { averagePrefix, finalWeightsPrefix } from "../weights/weight-names.ts";
import { teacherWeights } from "./teacher-weights.ts";

/** Weights of a student: a checkpoint, and one of the averages in it. */
export interface WeightsChoice {
  /** Default: the newest checkpoint. */
  readonly checkpoint?: CheckpointChoice | undefined;
  /** Half-life of one of the further averages, in training samples. Default: that of `distill.student.ema.halfLife`. */
  readonly halfLife?: number | undefined;
}

/** Weights of a student in the state of a checkpoint. */
export interface StudentWeights {
  /** State of the checkpoint, with the teacher's weights if the student shares them. */
  readonly state: NDArrays;
  /** Prefix of the weights in the state. */
  readonly weightsPrefix: string;
  /** Iterations of the distillation so far. */
  readonly step: number;
}

/** The models of a run whose weights are loaded. */
interface Models {
  readonly student: Student;
  /** Needed if the student shares its weights. */
  readonly teacher: Teacher | undefined;
  readonly settings: Pick<Settings, "seed" | "distill">;
}

/** Loads the weights of a run's student. @throws TweedieError if the run has no student yet, no such checkpoint or no such average */
export async function loadStudentWeights(
  run: string,
  { student, teacher, settings }: Models,
  { checkpoint: choice, halfLife }: WeightsChoice,
): Promise<StudentWeights> {
  const { state, step } = await loadCheckpoint(run, choice);
  const weightsPrefix = weightsOfHalfLife(run, settings.distill.student.ema, halfLife);
  const shared = student.sharesTeacher ? await teacherWeights(run, teacher!, settings.seed) : undefined;
  return { state: { ...state, ...(shared && nest("teacher", shared)) }, weightsPrefix, step };
}

async function loadCheckpoint(run: string, choice: CheckpointChoice | undefined): Promise<Checkpoint> {
  const folder = runFolder(run);
  const status = await readStatus(folder);
  if (choice !== undefined && status)
    return loadCheckpointOfStep(folder.checkpoints, await chosenStep(folder, status, choice));
  const checkpoint = await loadNewestCheckpoint(folder.checkpoints);
  checkStudent(folder, checkpoint);
  const step = status?.step;
  if (step === undefined || checkpoint.step >= step) return checkpoint;
  throw new TweedieError({
    where: run,
    what: `its newest checkpoint is missing: step ${step} was saved, and the newest one left is step ${checkpoint.step}`,
    fix: `train the missing steps again: tweedie run ${folder.config} --out ${run}`,
  });
}

/** @throws TweedieError if a run has no student yet */
function checkStudent(
  { root, config }: RunFolder,
  checkpoint: Checkpoint | undefined,
): asserts checkpoint is Checkpoint {
  if (checkpoint?.phase === "distill") return;
  throw new TweedieError({
    where: root,
    what: checkpoint ? "has no student yet: its teacher is still in training" : "holds no checkpoint of a run",
    fix: checkpoint ? `continue it: tweedie run ${config} --out ${root}` : "name the folder that tweedie run printed",
  });
}

/** Prefix of the average with a half-life. @throws TweedieError if the run has none */
function weightsOfHalfLife(
  run: string,
  ema: Settings["distill"]["student"]["ema"],
  halfLife: number | undefined,
): string {
  if (halfLife === undefined || halfLife === ema.halfLife) return finalWeightsPrefix({ name: "student", ema });
  const index = (ema.others ?? []).indexOf(halfLife);
  if (index >= 0) return averagePrefix("student", index);
  const known = [ema.halfLife, ...(ema.others ?? [])].map((each) => each.toLocaleString("en"));
  const what = `has no average of the weights with the half-life ${halfLife.toLocaleString("en")}`;
  const fix = `its half-lives, in training samples: ${known.join(", ")}; \`distill.student.ema.others\` keeps further ones`;
  throw new TweedieError({ where: run, what, fix });
}
