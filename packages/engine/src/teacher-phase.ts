import { type NDArrays, under } from "@tweedie/core";
import { type MetricsRow, readMetrics } from "./run/metrics-log.ts";
import type { Phase } from "./run/phase.ts";
import { loadTeacher, saveTeacher, teacherCache, type TrainedTeacher } from "./run/teacher-store.ts";
import { turn } from "./run/turn.ts";
import { type RunContext, streamOf } from "./run-context.ts";
import { denoisingStep } from "./steps/denoising.ts";
import { failsIfNotFinite, finalWeights, trainableState } from "./steps/trainable.ts";
import { teacherHash } from "./teacher-hash.ts";
import { type PhaseEnd, trainPhase } from "./train-phase.ts";

const phase: Phase = "pretrain";

/** The teacher's weights, or why there are none. */
export type TeacherEnd =
  | { readonly end: "finished"; readonly weights: NDArrays; readonly source: TeacherSource }
  | Exclude<PhaseEnd, { readonly end: "finished" }>;

/** Where the weights came from. */
export type TeacherSource = "closed-form" | "run" | "cache" | "trained";

/** Finds the teacher in the run or in the cache, or trains it and leaves it in both. Of runs that want the same one, one trains it. */
export async function obtainTeacher(context: RunContext): Promise<TeacherEnd> {
  const { checkpoint, executor, experiment, folder, components: game, log, onEvent, signal } = context;
  const { teacher } = game;
  const first = teacher.init(streamOf(context, "teacher.init"));
  if (!teacher.trained) return { end: "finished", weights: first, source: "closed-form" };

  const cache = teacherCache(teacherHash(experiment, executor.name, game.data.content?.()));
  /** Leaves a trained teacher in the run, with what was logged on its way and the run's own log lacks. */
  const take = async (found: TrainedTeacher, source: TeacherSource): Promise<TeacherEnd> => {
    const isMissing = ({ step }: MetricsRow) => !checkpoint || (checkpoint.phase === phase && step > checkpoint.step);
    for (const row of found.metrics.filter(isMissing)) await log.append(row);
    if (source === "cache") await saveTeacher(folder.teacher, found);
    return { end: "finished", weights: found.weights, source };
  };
  const own = await loadTeacher(folder.teacher);
  if (own) return take(own, "run");
  const onWait = (holder: string) => onEvent({ event: "wait", reason: `the teacher is being trained by ${holder}` });
  const endTurn = await turn(`${cache}.lock`, { signal, onWait });
  if (!endTurn) return { end: "interrupted" };
  try {
    const cached = await loadTeacher(cache);
    return cached ? await take(cached, "cache") : await train(context, first, cache);
  } finally {
    await endTurn();
  }
}

/** Trains a teacher from its first weights, or from the run's checkpoint, and leaves it in the run and in the cache. */
async function train(context: RunContext, first: NDArrays, cache: string): Promise<TeacherEnd> {
  const { executor, experiment, folder, components: game } = context;
  const { pretraining } = game;
  const store = executor.createStore(trainableState(pretraining.trainable, first));
  const training = {
    phase,
    steps: experiment.settings.pretrain.steps,
    step: denoisingStep(pretraining),
    store,
    mustBeFinite: failsIfNotFinite(pretraining.trainable) ? ["loss"] : [],
  };
  const result = await trainPhase(training, context);
  if (result.end !== "finished") return result;
  const weights = under(finalWeights(pretraining.trainable), await store.read());
  const metrics = (await readMetrics(folder.metrics)).filter((row) => row.phase === phase);
  for (const place of [folder.teacher, cache]) await saveTeacher(place, { weights, metrics });
  store.dispose();
  return { end: "finished", weights, source: "trained" };
}
