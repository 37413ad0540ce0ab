import { mapParams, type NDArrays, under } from "@tweedie/core";
import { initialTeacherWeights } from "../weights/initial-weights.ts";
import { type MetricsRow, parseRows } from "../run/metrics-rows.ts";
import type { Phase } from "../run/phase.ts";
import { saveTeacher, teacherCacheFolder, type TeacherSource, type TrainedTeacher } from "../weights/teacher-store.ts";
import { denoisingProgram } from "../steps/denoising.ts";
import { accumulators } from "../steps/micro-batches.ts";
import { failsIfNonFinite, trainableState } from "../steps/trainable-weights.ts";
import { finalWeightsPrefix } from "../weights/weight-names.ts";
import { interruption, type RunContext, streamOf } from "./run-context.ts";
import { loadCachedTeacher, loadOwnTeacher } from "./stored-teachers.ts";
import { lockCache, notCached } from "../locks/lock-cache.ts";
import { teacherHash } from "./teacher-hash.ts";
import { type PhaseEnd, trainPhase } from "./train-phase.ts";

const phase: Phase = "pretrain";
const cachedWork = { subject: "the teacher is", made: "trained" };

/** The teacher's weights, or the reason why there are none. */
export type TeacherEnd =
  | { readonly end: "finished"; readonly weights: NDArrays; readonly source: TeacherSource }
  | Exclude<PhaseEnd, { readonly end: "finished" }>;

/** Loads the teacher from the run or the cache, or trains it and saves it in both. Of concurrent runs with the same teacher, one trains it. */
export async function obtainTeacher(context: RunContext): Promise<TeacherEnd> {
  const { executor, experiment, components } = context;
  const { teacher, data } = components;
  const initial = await initialTeacherWeights(teacher, streamOf(context, "teacher.init"));
  if (teacher.weights !== "trained") return { end: "finished", weights: initial, source: teacher.weights };

  const cache = teacherCacheFolder(teacherHash(experiment, executor.name, data.content?.()));
  const own = await loadOwnTeacher(context, cache);
  if (own) return useTrained(context, inOrderOf(initial, own), "run");
  const lock = await lockCache(context, cache, cachedWork);
  if (lock === "aborted") return interruption(context);
  try {
    // A cache that cannot be written may still be read.
    const cached = cache === undefined ? undefined : await loadCachedTeacher(context, cache);
    if (cached) return await useTrained(context, inOrderOf(initial, cached), "cache");
    return await train(context, initial, lock && cache);
  } finally {
    lock?.();
  }
}

/**
 * A stored teacher with its weights in the order of its initial ones. Files have them sorted, and the order of a model's weights is that of
 * sums over them, such as the norm of a gradient: a run with a stored teacher would round otherwise than the run that trained it.
 */
const inOrderOf = (initial: NDArrays, { weights, metrics }: TrainedTeacher): TrainedTeacher => ({
  weights: mapParams(initial, (_, name) => weights[name]!),
  metrics,
});

/** Appends the rows of the teacher's training that the run's log lacks, and saves a cached teacher in the run. */
async function useTrained(context: RunContext, teacher: TrainedTeacher, source: TeacherSource): Promise<TeacherEnd> {
  const { checkpoint, folder, log } = context;
  const isMissing = ({ step }: MetricsRow) => !checkpoint || (checkpoint.phase === phase && step > checkpoint.step);
  for (const row of teacher.metrics.filter(isMissing)) await log.append(row);
  if (source === "cache") await saveTeacher(folder.teacher, teacher);
  return { end: "finished", weights: teacher.weights, source };
}

/** Trains the teacher from its initial weights, or from the run's checkpoint, and saves it in the run and, if it is usable, in the cache. */
async function train(context: RunContext, initial: NDArrays, cache: string | undefined): Promise<TeacherEnd> {
  const { executor, experiment, folder, components, log } = context;
  const { pretraining } = components;
  const state = trainableState(pretraining.trainable, initial);
  const store = executor.createStore({ ...state, ...accumulators([initial], pretraining) });
  const training = {
    phase,
    steps: experiment.settings.pretrain.steps,
    program: denoisingProgram(pretraining),
    store,
    mustBeFinite: failsIfNonFinite(pretraining.trainable) ? ["loss"] : [],
  };
  const result = await trainPhase(training, context);
  if (result.end !== "finished") return result;
  const weights = under(finalWeightsPrefix(pretraining.trainable), await store.read());
  const metrics = parseRows(log.content()).rows.filter((row) => row.phase === phase);
  await saveTeacher(folder.teacher, { weights, metrics });
  if (cache !== undefined) {
    await saveTeacher(cache, { weights, metrics }).catch((error: Error) =>
      context.warn(notCached(cachedWork.subject, error.message)),
    );
  }
  store.dispose();
  return { end: "finished", weights, source: "trained" };
}
