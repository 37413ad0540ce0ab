import { type NDArray, type NDArrays, rows } from "@tweedie/core";
import { guidanceEvaluations, guidedDenoiser } from "@tweedie/diffusion";
import { saveSamples } from "../run/save-samples.ts";
import { type MeasuredCurve, measuredCurveSchema, type TeacherCurve, writeTeacherCurve } from "../run/teacher-curve.ts";
import { streamOfArray } from "../sampling/sample-stream.ts";
import { createTeacherSampler } from "../sampling/teacher-sampler.ts";
import { unlessAborted } from "../sampling/unless-aborted.ts";
import { isMeasured, measureOnce } from "../teacher-measurements/measure-once.ts";
import type { TeacherMeasurement } from "../teacher-measurements/measurement-store.ts";
import { type RunContext, streamOf } from "../train/run-context.ts";
import { createChoice } from "./choose-candidate.ts";
import { candidatesOf } from "./curve-candidates.ts";
import type { MeasuredMetrics } from "./evaluator.ts";
import type { Evaluation } from "./prepare-evaluation.ts";

/** Number of samples of each point that are saved for the report. */
const savedSamples = 400;

interface CurveInputs extends Evaluation {
  /** Weights of the teacher. */
  readonly weights: NDArrays;
  /** Metrics of the student, from as many samples as those of the teacher. */
  readonly student: MeasuredMetrics;
}

/**
 * Measures the teacher by network evaluations, or reads the measurement from the cache, and saves the curve in the run folder. For each
 * budget it takes the best of the experiment's samplers and ranges. They are chosen by the first metric, and measured again from other
 * latents and against other real samples, so that the choice does not bias the curve.
 *
 * @returns undefined if the run was aborted before the last point.
 */
export async function measureTeacherCurve(context: RunContext, inputs: CurveInputs): Promise<TeacherCurve | undefined> {
  const { components, folder } = context;
  const { count, student, evaluator } = inputs;
  const { evaluations } = components.distillation.student;
  const measured = await measureOnce(context, {
    ...sharedCurve(context, inputs.weights),
    schema: measuredCurveSchema,
    measure: () => unlessAborted(context.signal, () => measurePoints(context, inputs)),
    onCached: ({ points }) => points.forEach((point) => reportPoint(context, point)),
  });
  if (!measured) return undefined;
  const { points, choice } = measured.numbers;
  for (const [name, samples] of Object.entries(measured.samples)) await saveSamples(folder, name, samples);
  const curve: TeacherCurve = {
    samples: count,
    student: student.values,
    ...(evaluations !== undefined && evaluations > 1 && { studentEvaluations: evaluations }),
    floors: evaluator.floors.values,
    spreads: { student: student.spreads, floors: evaluator.floors.spreads },
    points,
    choice,
  };
  await writeTeacherCurve(folder.teacherCurve, curve);
  return curve;
}

const sharedCurve = ({ experiment }: RunContext, weights: NDArrays) => ({
  subject: "the teacher's curve is" as const,
  weights,
  settings: { ...experiment.settings.evaluate.teacherCurve },
});

/** True if the teacher's curve would be read from the cache. */
export const isCurveMeasured = (context: RunContext, weights: NDArrays): boolean =>
  isMeasured(context, sharedCurve(context, weights));

/** Chooses a candidate for each budget, and measures it. */
async function measurePoints(
  context: RunContext,
  { weights, count, evaluator, label, ...evaluation }: CurveInputs,
): Promise<TeacherMeasurement<MeasuredCurve>> {
  const { components, executor, progress, signal } = context;
  const { teacherCurve, guidance } = context.experiment.settings.evaluate;
  const guided = guidedDenoiser(components.teacher, guidance);
  const teacher = createTeacherSampler(executor, guided, { weights, count, signal });
  const curve = { ...teacherCurve!, evaluationsPerPrediction: guidanceEvaluations(guidance) };
  const choice = await createChoice(context, { ...evaluation, count, evaluator, label }, (candidate, count) =>
    teacher.sample({ ...candidate, count }, streamOf(context, "evaluate.teacherChoice"), label),
  );
  const points: MeasuredCurve["points"] = [];
  const saved: Record<string, NDArray> = {};
  try {
    for (const budget of curve.evaluations.toSorted((a, b) => a - b)) {
      const candidates = candidatesOf(budget, curve);
      if (candidates.length === 0) continue; // less than one evaluation with guidance
      const { point, samples } = await progress.during(
        "curve",
        `measuring the teacher's curve at NFE ${candidates[0]!.evaluations}`,
        async () => {
          const candidate = await choice.best(candidates);
          const samples = await teacher.sample(candidate, streamOf(context, "evaluate.teacher"), label);
          const { values, spreads } = await evaluator.measureWithSpreads(streamOfArray(samples));
          return { point: { ...candidate, metrics: values, spreads }, samples };
        },
      );
      points.push(point);
      reportPoint(context, point);
      const name = `teacher-${String(point.evaluations).padStart(5, "0")}`;
      saved[name] = rows(samples, 0, Math.min(savedSamples, count));
    }
    return { numbers: { points, choice: choice.record() }, samples: saved };
  } finally {
    await teacher.dispose();
  }
}

const reportPoint = (
  { onEvent }: RunContext,
  { sampler, range, evaluations, metrics }: MeasuredCurve["points"][number],
): void => onEvent({ event: "curve", sampler, range, evaluations, values: metrics });
