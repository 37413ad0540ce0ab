import type { NDArrays } from "@tweedie/core";
import { guidanceEvaluations, guidedDenoiser } from "@tweedie/diffusion";
import { saveSamples } from "../run/save-samples.ts";
import { type TeacherCurve, writeTeacherCurve } from "../run/teacher-curve.ts";
import { streamOfArray } from "../sampling/sample-stream.ts";
import { createTeacherSampler, type TeacherSampler } from "../sampling/teacher-sampler.ts";
import { unlessAborted } from "../sampling/unless-aborted.ts";
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
 * Measures the teacher by network evaluations and saves the curve in the run folder. For each budget it takes the best of the
 * experiment's samplers and ranges. They are chosen by the first metric, and measured again from other latents and against other real
 * samples, so that the choice does not bias the curve.
 *
 * @returns undefined if the run was aborted before the last point.
 */
export async function measureTeacherCurve(context: RunContext, inputs: CurveInputs): Promise<TeacherCurve | undefined> {
  const { components, executor, folder, signal } = context;
  const { weights, count, student, evaluator } = inputs;
  const { evaluations } = components.distillation.student;
  const guided = guidedDenoiser(components.teacher, context.experiment.settings.evaluate.guidance);
  const teacher = createTeacherSampler(executor, guided, { weights, count, signal });
  try {
    const measured = await unlessAborted(signal, () => measurePoints(context, inputs, teacher));
    if (!measured) return undefined;
    const curve: TeacherCurve = {
      samples: count,
      student: student.values,
      ...(evaluations !== undefined && evaluations > 1 && { studentEvaluations: evaluations }),
      floors: evaluator.floors.values,
      spreads: { student: student.spreads, floors: evaluator.floors.spreads },
      ...measured,
    };
    await writeTeacherCurve(folder.teacherCurve, curve);
    return curve;
  } finally {
    await teacher.dispose();
  }
}

/** Chooses a candidate for each budget, and measures it. */
async function measurePoints(
  context: RunContext,
  inputs: CurveInputs,
  teacher: TeacherSampler,
): Promise<Pick<TeacherCurve, "points" | "choice">> {
  const { evaluator, label } = inputs;
  const { teacherCurve, guidance } = context.experiment.settings.evaluate;
  const curve = { ...teacherCurve!, evaluationsPerPrediction: guidanceEvaluations(guidance) };
  const choice = await createChoice(context, inputs, (candidate, count) =>
    teacher.sample({ ...candidate, count }, streamOf(context, "evaluate.teacherChoice"), label),
  );
  const points: TeacherCurve["points"] = [];
  for (const budget of curve.evaluations.toSorted((a, b) => a - b)) {
    const candidates = candidatesOf(budget, curve);
    if (candidates.length === 0) continue; // less than one evaluation with guidance
    const candidate = await choice.best(candidates);
    const samples = await teacher.sample(candidate, streamOf(context, "evaluate.teacher"), label);
    const { values, spreads } = await evaluator.measureWithSpreads(streamOfArray(samples));
    const { sampler, range, evaluations } = candidate;
    points.push({ ...candidate, metrics: values, spreads });
    context.onEvent({ event: "curve", sampler, range, evaluations, values });
    await saveSamples(context.folder, `teacher-${String(evaluations).padStart(5, "0")}`, samples, savedSamples);
  }
  return { points, choice: choice.record() };
}
