import { nest, type NDArrays } from "@tweedie/core";
import { alarmOf } from "./alarms.ts";
import { createDiagnostics } from "./diagnostics/diagnostics.ts";
import type { Evaluation } from "./evaluate/prepare-evaluation.ts";
import { measureTeacherCurve } from "./measure-teacher-curve.ts";
import { keepSamples } from "./run/keep-samples.ts";
import { readMetrics } from "./run/metrics-log.ts";
import { memoryOf } from "./memory-of.ts";
import type { Memory } from "./run/memory.ts";
import { type RunContext, streamOf } from "./run-context.ts";
import { createGenerator, latents } from "./sampling/generate.ts";
import { walks } from "./sampling/latent-walks.ts";
import { createTeacherSampler } from "./sampling/teacher-sampler.ts";
import { distillationStep } from "./steps/distillation.ts";
import { failsIfNotFinite, finalWeights, trainableState } from "./steps/trainable.ts";
import { type PhaseEnd, trainPhase } from "./train-phase.ts";

type Numbers = Readonly<Record<string, number>>;

/** Walks from one latent to another that are kept of images, as the report lays them out. */
const keptWalks = { count: 6, columns: 9 };

/** How the distillation ended, and what it reached. */
export interface DistillEnd {
  readonly result: PhaseEnd;
  readonly teacher: Numbers;
  readonly metrics: Numbers;
  readonly memory: Memory;
}

/** Plays the game: a student and a fake score against a frozen teacher. */
export async function distill(
  context: RunContext,
  teacherWeights: NDArrays,
  { evaluator: judge, real, count, label, extract }: Evaluation,
): Promise<DistillEnd> {
  const { checkpoint, executor, experiment, folder, components: game, log, onEvent } = context;
  const { settings } = experiment;
  const { distillation } = game;
  const { teacher, student, fakeScore, models: players } = distillation;
  const { teacherSteps, every } = settings.evaluate;
  const stream = (purpose: string) => streamOf(context, purpose);

  await keepSamples(folder, "data", real);
  // Sampling passes through all levels of noise: a teacher trained at one cannot be sampled.
  const isSampled = !(teacher.trained && game.pretraining.noise.time.level);
  let teacherMetrics: Numbers = {};
  if (isSampled) {
    const random = stream("evaluate.teacher");
    const sampler = createTeacherSampler(executor, teacher, { weights: teacherWeights, count });
    const taught = await sampler.sample("heun", teacherSteps, random, label);
    await sampler.dispose();
    teacherMetrics = await judge.measure(taught);
    await keepSamples(folder, "teacher", taught);
  }

  const state = {
    ...trainableState(players.student.trainable, student.init(stream("student.init"), teacherWeights)),
    ...trainableState(players.fakeScore.trainable, fakeScore.init(stream("fakeScore.init"), teacherWeights)),
  };
  const store = executor.createStore({ ...nest("teacher", teacherWeights), ...state });
  const generator = await createGenerator(executor, store, {
    student,
    weights: finalWeights(players.student.trainable),
    shape: teacher.shape,
  });
  const diagnostics = await createDiagnostics(distillation, {
    executor,
    store,
    real,
    random: stream("diagnostics"),
    draws: settings.evaluate.draws,
  });
  const z = latents(student, stream("evaluate.z"), count, label);
  const evaluate = async (step: number): Promise<Numbers> => {
    const samples = await generator.generate(z);
    await keepSamples(folder, `student-${String(step).padStart(9, "0")}`, samples);
    return { ...(await judge.measure(samples)), ...(await diagnostics.measure(step)) };
  };
  if (checkpoint?.phase !== "distill") {
    const values = {
      ...(await evaluate(0)),
      ...suffixed("floor", judge.floors),
      ...suffixed("teacher", teacherMetrics),
    };
    await log.append({ phase: "distill", step: 0, values });
    onEvent({ event: "metrics", phase: "distill", step: 0, values, measured: true });
  }

  // Alarms look back, and a run that was interrupted remembers by its log.
  const evaluations = (await readMetrics(folder.metrics)).filter(({ values }) => "diag.spread" in values);
  const trained = await trainPhase(
    {
      phase: "distill",
      steps: settings.distill.steps,
      step: distillationStep(distillation),
      store,
      mustBeFinite: Object.values(players)
        .filter(({ trainable }) => failsIfNotFinite(trainable))
        .map(({ trainable }) => `loss.${trainable.name}`),
      frozen: "teacher",
      evaluation: {
        every,
        measure: evaluate,
        alarm: (row) => {
          evaluations.push(row);
          return alarmOf(evaluations, settings.alarms);
        },
      },
    },
    context,
  );
  const samples = await generator.generate(z);
  await keepSamples(folder, "student", samples);
  if (teacher.shape.length === 3) {
    const walked = await generator.generate(walks(student, stream("evaluate.walks"), keptWalks));
    await keepSamples(folder, "interpolation", walked);
  }
  const isMeasured =
    !isSampled ||
    trained.end !== "finished" ||
    (await measureTeacherCurve(context, { weights: teacherWeights, real, label, student: samples, extract }));
  const result: PhaseEnd = isMeasured ? trained : { end: "interrupted" };
  const metrics = await judge.measure(samples);
  await Promise.all([generator.dispose(), diagnostics.dispose()]);
  store.dispose();
  const memory = memoryOf(state, teacherWeights, [
    [student, players.student.trainable],
    [fakeScore, players.fakeScore.trainable],
  ]);
  return { result, teacher: teacherMetrics, metrics, memory };
}

const suffixed = (suffix: string, values: Numbers): Numbers =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name}.${suffix}`, value]));
