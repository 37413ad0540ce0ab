import { type NDArrays, type Random, under } from "@tweedie/core";
import { readMetrics } from "./run/metrics-log.ts";
import type { Phase } from "./run/phase.ts";
import { loadTeacher, saveTeacher, teacherCache } from "./run/teacher-store.ts";
import { type RunContext, streamOf } from "./run-context.ts";
import { denoisingDraws, denoisingStep } from "./steps/denoising.ts";
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

/** Finds the teacher in the run or in the cache, or trains it and leaves it in both. */
export async function obtainTeacher(context: RunContext): Promise<TeacherEnd> {
  const { checkpoint, executor, experiment, folder, game, log } = context;
  const { pretraining, teacher } = game;
  const first = teacher.init(streamOf(context, "teacher.init"));
  if (!teacher.trained) return { end: "finished", weights: first, source: "closed-form" };

  const cache = teacherCache(teacherHash(experiment, executor.name));
  const own = await loadTeacher(folder.teacher);
  // A run that has begun to train its teacher ends it: its log must not depend on what others do meanwhile.
  const found = own ?? (checkpoint ? undefined : await loadTeacher(cache));
  if (found) {
    if (!checkpoint) for (const row of found.metrics) await log.append(row);
    if (!own) await saveTeacher(folder.teacher, found);
    return { end: "finished", weights: found.weights, source: own ? "run" : "cache" };
  }

  const store = executor.createStore(trainableState(pretraining.trainable, first));
  const training = {
    phase,
    steps: experiment.settings.pretrain.steps,
    step: denoisingStep(pretraining),
    store,
    mustBeFinite: failsIfNotFinite(pretraining.trainable) ? ["loss"] : [],
    draws: (random: Random, step: number) => denoisingDraws(pretraining, random, step),
  };
  const result = await trainPhase(training, context);
  if (result.end !== "finished") return result;
  const weights = under(finalWeights(pretraining.trainable), await store.read());
  const metrics = (await readMetrics(folder.metrics)).filter((row) => row.phase === phase);
  for (const place of [folder.teacher, cache]) await saveTeacher(place, { weights, metrics });
  store.dispose();
  return { end: "finished", weights, source: "trained" };
}
