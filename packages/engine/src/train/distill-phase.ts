import type { Metric, NDArrays } from "@tweedie/core";
import type { Store } from "@tweedie/graph";
import { isCurveMeasured, measureTeacherCurve } from "../evaluate/measure-teacher-curve.ts";
import { averageEvaluations } from "../evaluate/average-evaluations.ts";
import type { MeasuredMetrics } from "../evaluate/evaluator.ts";
import type { MetricValues } from "../evaluate/metric-values.ts";
import type { Evaluation } from "../evaluate/prepare-evaluation.ts";
import { bestCheckpoints, bestRuleOf } from "../checkpoints/best-checkpoints.ts";
import type { RunStatus } from "../run/run-folder.ts";
import { obtainPairs } from "../pairs/obtain-pairs.ts";
import { reportCopies } from "../weights/copied-weights.ts";
import { distillationWeights, initialState, trainedNumbers } from "../weights/initial-state.ts";
import type { MemoryUsage } from "../run/memory.ts";
import { type CurveSummary, summaryOfCurve } from "../run/teacher-curve.ts";
import { parseRows } from "../run/metrics-rows.ts";
import { saveSamples } from "../run/save-samples.ts";
import { distillationProgram, lossesThatMustBeFinite } from "../steps/distillation.ts";
import { checkAlarms } from "./alarms.ts";
import { reasonToStop } from "./early-stop.ts";
import { canSampleTeacher, evaluateTeacher } from "./evaluate-teacher.ts";
import { peakMemory, weightMemory } from "./memory-usage.ts";
import { interruption, type RunContext } from "./run-context.ts";
import { createStudentEvaluation, type StudentEvaluation } from "./student-evaluation.ts";
import { type PhaseEnd, type PhaseTraining, trainPhase } from "./train-phase.ts";

/** Outcome of the distillation, with the metrics of teacher and student. */
export interface DistillEnd {
  readonly result: PhaseEnd;
  /** Metrics of the teacher; undefined if the run was aborted before. */
  readonly teacher?: MetricValues;
  readonly metrics: MetricValues;
  readonly averagedSteps?: RunStatus["averagedSteps"];
  /** Standard deviations of the metrics over sets of samples; undefined if the run was interrupted. */
  readonly spreads?: RunStatus["spreads"];
  /** The first metric of the teacher by network evaluations, if it was measured. */
  readonly teacherCurve?: CurveSummary | undefined;
  readonly memory?: MemoryUsage;
}

/** Trains student and fake score against the frozen teacher, from the run's checkpoint or from the beginning, and evaluates them. */
export async function distill(
  start: RunContext,
  teacherWeights: NDArrays,
  evaluation: Evaluation,
): Promise<DistillEnd> {
  await saveSamples(start.folder, "data", evaluation.real);
  const teacher = await evaluateTeacher(start, teacherWeights, evaluation);
  const context = teacher && (await withPairs(start, teacherWeights));
  if (!context) {
    return { result: interruption(start), metrics: lastMetrics(start, evaluation.evaluator.goals) };
  }
  const { progress } = context;
  if (isCurveMeasured(context, teacherWeights)) progress.expect({ curve: 0 });
  const { store, memory, trained } = await createStore(context, teacherWeights);
  const studentEvaluation = await progress.during(undefined, "compiling the evaluation of the student", () =>
    createStudentEvaluation(context, store, evaluation),
  );
  await logInitialEvaluation(context, studentEvaluation, {
    ...suffixed("floor", evaluation.evaluator.floors.values),
    ...suffixed("teacher", teacher.values),
  });
  const { goals } = evaluation.evaluator;
  const result = await train(context, { store, trained, goals }, studentEvaluation);
  const { student, ...end } = await evaluateEnd(context, result, studentEvaluation, {
    ...evaluation,
    weights: teacherWeights,
  });
  await studentEvaluation.dispose();
  store.dispose();
  const floors = evaluation.evaluator.floors.spreads;
  return {
    ...end,
    teacher: teacher.values,
    spreads: { ...(student && { student }), teacher: teacher.spreads, floors },
    memory: { ...memory, peak: peakMemory() },
  };
}

/** The context with the pairs that the loss asks for, if it does; undefined if the run was aborted. */
async function withPairs(context: RunContext, teacher: NDArrays): Promise<RunContext | undefined> {
  const { components } = context;
  const plan = components.distillation.loss.pairs;
  if (!plan) return context;
  const pairs = await obtainPairs(context, plan, teacher);
  return pairs && { ...context, components: { ...components, distillation: { ...components.distillation, pairs } } };
}

/**
 * Saves and measures the final samples, and measures the teacher curve after the last step.
 *
 * An interrupted run keeps the metrics of its last evaluation: all else would be done again when it is continued.
 */
async function evaluateEnd(
  context: RunContext,
  trained: PhaseEnd,
  student: StudentEvaluation,
  evaluation: Evaluation & { readonly weights: NDArrays },
): Promise<
  Pick<DistillEnd, "result" | "metrics" | "averagedSteps" | "teacherCurve"> & { readonly student?: MetricValues }
> {
  const interrupted = () => ({
    result: interruption(context),
    metrics: lastMetrics(context, evaluation.evaluator.goals),
  });
  if (trained.end === "interrupted") return interrupted();
  await student.saveFinalSamples();
  const last = await student.measureFinal();
  const { values, spreads, averagedSteps } =
    trained.end === "finished" ? resultOf(context, last) : { ...last, averagedSteps: undefined };
  const end = { result: trained, metrics: values, student: spreads, averagedSteps };
  const hasCurve = trained.end === "finished" && context.experiment.settings.evaluate.teacherCurve;
  if (!hasCurve || !canSampleTeacher(context)) return end;
  const compared =
    evaluation.generated > evaluation.count ? await student.measureFinal(evaluation.count) : { values, spreads };
  const teacherCurve = await measureTeacherCurve(context, { ...evaluation, student: compared });
  return teacherCurve ? { ...end, teacherCurve: summaryOfCurve(teacherCurve) } : interrupted();
}

/** The metrics of the last evaluation, or the mean of several if the experiment averages them. */
function resultOf(
  { experiment, log }: RunContext,
  last: MeasuredMetrics,
): MeasuredMetrics & Pick<RunStatus, "averagedSteps"> {
  const count = experiment.settings.evaluate.average;
  if (count === undefined) return last;
  const { rows } = parseRows(log.content());
  const names = Object.keys(last.values);
  const { steps, ...mean } = averageEvaluations(rows, { names, count, sampling: last.spreads });
  return { ...mean, averagedSteps: steps };
}

/** Metrics in the last row of the log that has them. */
function lastMetrics({ log }: RunContext, goals: Metric["goals"]): MetricValues {
  const names = Object.keys(goals);
  const { rows } = parseRows(log.content());
  const row = rows.findLast(({ values }) => names.every((name) => name in values));
  return row ? Object.fromEntries(names.map((name) => [name, row.values[name]!])) : {};
}

/** Creates the store of teacher, student and fake score, and counts the trained numbers. The initial arrays are not kept: they are as large as the state. */
async function createStore(
  context: RunContext,
  teacherWeights: NDArrays,
): Promise<{ readonly store: Store; readonly memory: Omit<MemoryUsage, "peak">; readonly trained: number }> {
  const { components, executor } = context;
  const { student, fakeScore, models } = components.distillation;
  reportCopies(context, teacherWeights);
  const state = await initialState(context, teacherWeights);
  const store = executor.createStore(distillationWeights(context, teacherWeights, state));
  const memory = weightMemory(state, teacherWeights, [
    [student, models.student.trainable],
    [fakeScore, models.fakeScore.trainable],
  ]);
  return { store, memory, trained: trainedNumbers(state) };
}

/** Logs the evaluation of step 0, unless the distillation continues from a checkpoint. */
async function logInitialEvaluation(
  { checkpoint, log, onEvent }: RunContext,
  evaluation: StudentEvaluation,
  constants: MetricValues,
): Promise<void> {
  if (checkpoint?.phase === "distill") return;
  const row = { phase: "distill", step: 0, values: { ...(await evaluation.measure(0)), ...constants } } as const;
  await log.append(row);
  onEvent({ event: "metrics", ...row, measured: true });
}

async function train(
  context: RunContext,
  { store, trained, goals }: { readonly store: Store; readonly trained: number; readonly goals: Metric["goals"] },
  { measure }: StudentEvaluation,
): Promise<PhaseEnd> {
  const { checkpoint, components, experiment, log } = context;
  const { alarms, distill, evaluate } = experiment.settings;
  // Alarms and the early stop need earlier evaluations, which a continued run reads from its log.
  const evaluations = parseRows(log.content()).rows.filter(({ values }) => "diag.spread" in values);
  const endAfterLast = (): PhaseEnd | undefined => {
    const isLast = evaluations.at(-1)?.step === distill.steps;
    const reason = isLast ? undefined : reasonToStop(evaluations, distill.stop, goals);
    return checkAlarms(evaluations, alarms) ?? (reason === undefined ? undefined : { end: "finished", reason });
  };
  // A run that was killed after the checkpoint of its end has nothing left to train.
  const isAtEvaluation = checkpoint?.phase === "distill" && evaluations.at(-1)?.step === checkpoint.step;
  const former = isAtEvaluation ? endAfterLast() : undefined;
  if (former) {
    store.write(checkpoint!.state);
    return former;
  }
  const best = bestRuleOf(experiment.settings.checkpoint, goals);
  const training: PhaseTraining = {
    phase: "distill",
    steps: distill.steps,
    program: distillationProgram(components.distillation, trained, context.executor),
    store,
    mustBeFinite: lossesThatMustBeFinite(components.distillation),
    frozen: "teacher",
    evaluation: {
      every: evaluate.every,
      measure,
      endAfter: (row) => {
        evaluations.push(row);
        return endAfterLast();
      },
    },
    best: best && ((steps) => bestCheckpoints(best, parseRows(log.content()).rows, steps)),
  };
  return trainPhase(training, context);
}

const suffixed = (suffix: string, values: MetricValues): MetricValues =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name}.${suffix}`, value]));
