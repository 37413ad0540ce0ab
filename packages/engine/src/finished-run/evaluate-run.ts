import { random, TweedieError } from "@tweedie/core";
import { cachePath } from "@tweedie/core/files";
import { type Backend, createExecutor, type Executor } from "@tweedie/graph";
import type { MeasuredMetrics } from "../evaluate/evaluator.ts";
import { type Evaluation, prepareEvaluation } from "../evaluate/prepare-evaluation.ts";
import type { ReadOptions } from "../experiment/read-experiment.ts";
import { describeChanges } from "../identity/changed-files.ts";
import { version } from "../identity/provenance.ts";
import { identityOf } from "../identity/run-identity.ts";
import { holderName } from "../locks/lock-file.ts";
import { keptSteps } from "../run/checkpoint.ts";
import { type CheckpointChoice, chosenStep } from "../checkpoints/choose-checkpoint.ts";
import { type FurtherEvaluation, readEvaluations, writeEvaluations } from "../run/evaluations.ts";
import { readStatus, type RunFolder, runFolder, type RunStatus } from "../run/run-folder.ts";
import { lockHolder, lockRunFolder } from "../run/run-lock.ts";
import { readMetrics } from "../run/metrics-rows.ts";
import { createStudentSampler } from "../sampling/student-sampler.ts";
import { type EvaluatedExperiment, readEvaluated } from "./evaluated-experiment.ts";
import { measureTeacher } from "../teacher-measurements/measure-teacher.ts";
import type { OnEvent } from "../train/events.ts";
import { teacherWeights } from "./teacher-weights.ts";
import { loadStudentWeights, type StudentWeights } from "./student-weights.ts";

export interface EvaluateRunOptions extends ReadOptions {
  /** The run folder. */
  readonly run: string;
  /** Values of `evaluate` that replace those of the run: `evaluate.metrics=[metrics/mmd]`. */
  readonly overrides: readonly string[];
  /** Checkpoints that are measured. Default: the newest. */
  readonly checkpoint?: CheckpointChoice | "all" | undefined;
  /** Half-life of one of the student's further averages, in training samples. Default: that of the run. */
  readonly halfLife?: number | undefined;
  /** Default: the backend of the run. */
  readonly backend?: Backend | undefined;
  /** Device of a backend that has several: `cuda:1`. Default: the first. */
  readonly device?: string | undefined;
  /** Measures the teacher, too, once for all runs of the same teacher and evaluation. Default: if the run measured it. */
  readonly teacher?: boolean | undefined;
  /** Called before the real samples are measured, and before each checkpoint. */
  readonly onProgress?: ((text: string) => void) | undefined;
  readonly onWarning?: ((message: string) => void) | undefined;
}

/**
 * Measures checkpoints of a run that is not running, and adds the results to `evaluations.json` in its folder. No other file changes, and
 * nothing of the training is loaded. A checkpoint that has been measured with the same settings is not measured again.
 *
 * @returns the evaluations of these checkpoints, in the order of their steps
 * @throws TweedieError if the run is running or has no such checkpoint, or if files that it reads have changed
 */
export async function evaluateRun(options: EvaluateRunOptions): Promise<readonly FurtherEvaluation[]> {
  const { run, overrides, halfLife } = options;
  const folder = runFolder(run);
  const status = await readStatus(folder);
  if (!status) throw new TweedieError({ where: run, what: "is not a run folder", fix: "`tweedie ls` lists the runs" });
  const steps = await stepsOf(folder, status, options.checkpoint);
  checkNotRunning(folder);
  const withTeacher = options.teacher ?? (await measuredTeacher(folder));
  const experiment = await readEvaluated({ file: folder.config, overrides }, { ...options, withTeacher });
  await checkFiles(folder, experiment, status);
  const settings = settingsOf(experiment);
  const keyOf = ({ step, halfLife, settings }: Pick<FurtherEvaluation, "step" | "halfLife" | "settings">): string =>
    JSON.stringify([step, halfLife ?? null, settings]);
  const find = (evaluations: readonly FurtherEvaluation[], step: number) =>
    evaluations.find((each) => keyOf(each) === keyOf({ step, halfLife, settings }));
  const lock = await lockRunFolder(folder.lock);
  try {
    lock.removeLeftovers();
    let evaluations = await readEvaluations(folder);
    const missing = steps.filter((step) => !find(evaluations, step));
    for await (const evaluation of measure(experiment, missing, status, { ...options, teacher: withTeacher })) {
      lock.check();
      evaluations = [...evaluations, { ...evaluation, settings, ...(halfLife !== undefined && { halfLife }) }];
      await writeEvaluations(folder, evaluations);
    }
    return steps.map((step) => find(evaluations, step)!);
  } finally {
    lock.release();
  }
}

/** True if a run measured its teacher: one that is trained at a single noise level cannot be sampled. */
const measuredTeacher = async ({ metrics }: RunFolder): Promise<boolean> =>
  (await readMetrics(metrics)).some(({ values }) => Object.keys(values).some((name) => name.endsWith(".teacher")));

/** Steps of the checkpoints that are measured. */
async function stepsOf(
  folder: RunFolder,
  status: RunStatus,
  checkpoint: EvaluateRunOptions["checkpoint"],
): Promise<readonly number[]> {
  if (checkpoint !== undefined && checkpoint !== "all") return [await chosenStep(folder, status, checkpoint)];
  const kept = await keptSteps(folder.checkpoints);
  if (kept.length > 0) return checkpoint === "all" ? kept : kept.slice(-1);
  const what = "has no student yet: no checkpoint of its distillation is kept";
  throw new TweedieError({ where: folder.root, what, fix: `continue it: tweedie extend ${folder.root}` });
}

function checkNotRunning({ root, lock }: RunFolder): void {
  const holder = lockHolder(lock);
  if (!holder) return;
  const fix = "wait for its end, or stop it: it can be continued after the evaluation";
  throw new TweedieError({ where: root, what: `${holderName(holder)} is running it`, fix });
}

/** Checks that the files that data, student and teacher read are as they were. Those of metrics and extractors may be others. */
async function checkFiles(
  { root }: RunFolder,
  { slots }: EvaluatedExperiment,
  { files: before }: RunStatus,
): Promise<void> {
  const { files } = await identityOf({ hash: "", slots: slots.filter(({ path }) => !path.startsWith("evaluate.")) });
  const same = before && Object.fromEntries(Object.entries(before).filter(([path]) => Object.hasOwn(files, path)));
  const changes = same && describeChanges(same, files);
  if (changes === undefined) return;
  const fix = "restore the files: samples of other data cannot be compared with its own results";
  throw new TweedieError({ where: root, what: `since this run began, ${changes}`, fix });
}

function settingsOf({ resolved }: EvaluatedExperiment): FurtherEvaluation["settings"] {
  const { samples, generated, extractor, metrics } = resolved["evaluate"] as FurtherEvaluation["settings"];
  return { samples, ...(generated !== undefined && { generated }), extractor, metrics };
}

type Measured = Omit<FurtherEvaluation, "settings" | "halfLife">;

/** Measures the student at the checkpoints of steps. */
async function* measure(
  experiment: EvaluatedExperiment,
  steps: readonly number[],
  status: RunStatus,
  options: EvaluateRunOptions,
): AsyncGenerator<Measured> {
  if (steps.length === 0) return;
  const { settings, data, student, metrics, extractor } = experiment;
  const { onProgress, onWarning: warn = () => undefined } = options;
  const executor = await executorOf(experiment, status, options);
  let evaluation: Evaluation | undefined;
  try {
    onProgress?.("measuring real samples");
    const { classes } = student;
    const { threads } = status;
    evaluation = await prepareEvaluation({ settings, data, metrics, extractor, classes, executor, threads, warn });
    const teacher = options.teacher ? await teacherMetrics(experiment, evaluation, executor, options) : undefined;
    for (const [i, step] of steps.entries()) {
      onProgress?.(`measuring step ${step.toLocaleString("en")}, ${i + 1} of ${steps.length}`);
      const weights = await loadStudentWeights(options.run, experiment, { ...options, checkpoint: step });
      const { values, spreads } = await measureWeights(experiment, weights, evaluation, executor);
      const { goals, descriptions, floors, baselines } = evaluation.evaluator;
      yield {
        ...{ step, samples: evaluation.count },
        ...(evaluation.generated > evaluation.count && { generated: evaluation.generated }),
        ...{ metrics: values, spreads, floors: floors.values, floorSpreads: floors.spreads, baselines },
        ...(teacher && { teacher: teacher.values, teacherSpreads: teacher.spreads }),
        ...{ goals: { ...goals }, descriptions: { ...descriptions }, backend: executor.name, version },
      };
    }
  } finally {
    await evaluation?.dispose();
    await executor.dispose();
  }
}

/** Metrics of the teacher, from the cache if a run or an evaluation has measured them. */
async function teacherMetrics(
  experiment: EvaluatedExperiment,
  evaluation: Evaluation,
  executor: Executor,
  { run, onProgress, onWarning: warn = () => undefined }: EvaluateRunOptions,
): Promise<MeasuredMetrics> {
  const { settings, slots } = experiment;
  const teacher = experiment.teacher!;
  const { files } = await identityOf({ hash: "", slots });
  const signal = new AbortController().signal;
  const onEvent: OnEvent = (event) => (event.event === "wait" ? onProgress?.(`waiting: ${event.reason}`) : undefined);
  const context = { executor, experiment, files, signal, onEvent, warn };
  const weights = await teacherWeights(run, teacher, settings.seed);
  const count = evaluation.generated.toLocaleString("en");
  const during = <T>(work: (tell: (done: number) => void) => Promise<T>) =>
    work((done) => onProgress?.(`measuring the teacher, ${done.toLocaleString("en")} of ${count} samples`));
  const measured = await measureTeacher(context, { teacher, weights, settings, evaluation, during });
  return measured!.numbers;
}

/** Executor of an evaluation. With `auto`, it is that of the run. */
const executorOf = (
  { settings: { backend, precision } }: EvaluatedExperiment,
  status: RunStatus,
  options: EvaluateRunOptions,
): Promise<Executor> => {
  const { device } = options;
  const { threads } = status;
  const requested = options.backend ?? backend;
  return createExecutor(requested, { threads, device, precision, cache: cachePath("steps"), former: status.backend });
};

/** Metrics of the samples that the run would have measured: from the same latents and classes. */
async function measureWeights(
  { settings, data, student }: EvaluatedExperiment,
  { state, weightsPrefix }: StudentWeights,
  { evaluator, generated, label }: Evaluation,
  executor: Executor,
) {
  const isUsed = (name: string) => name.startsWith(`${weightsPrefix}.`) || name.startsWith("teacher.");
  const store = executor.createStore(Object.fromEntries(Object.entries(state).filter(([name]) => isUsed(name))));
  const sampler = await createStudentSampler(executor, store, { student, weights: weightsPrefix, shape: data.shape });
  try {
    return await evaluator.measureWithSpreads(sampler.stream(random(settings.seed, "evaluate.z"), generated, label));
  } finally {
    await sampler.dispose();
    store.dispose();
  }
}
