import { type NDArray, type NDArrays, rows } from "@tweedie/core";
import { samplers } from "@tweedie/diffusion";
import { saveSamples } from "../run/save-samples.ts";
import { type TeacherCurve, writeTeacherCurve } from "../run/teacher-curve.ts";
import { streamOfArray } from "../sampling/sample-stream.ts";
import { createTeacherSampler } from "../sampling/teacher-sampler.ts";
import { unlessAborted } from "../sampling/unless-aborted.ts";
import { type RunContext, streamOf } from "../train/run-context.ts";
import { createEvaluator, type Evaluator } from "./evaluator.ts";
import type { Evaluation } from "./prepare-evaluation.ts";

/** Number of samples of each point that are saved for the report. */
const savedSamples = 400;

interface CurveInputs extends Pick<Evaluation, "real" | "realLabel" | "extraction"> {
  /** Weights of the teacher. */
  readonly weights: NDArrays;
  /** Samples of the student, at least as many as a point of the curve has. */
  readonly student: NDArray;
}

/**
 * Measures the teacher by network evaluations and saves the curve in the run folder. Each sampler uses the largest number of steps
 * within each budget that the experiment lists. The student is measured with the same number of samples.
 *
 * @returns false if the run was aborted before the last point.
 */
export async function measureTeacherCurve(
  context: RunContext,
  { weights, student, real, realLabel, extraction }: CurveInputs,
): Promise<boolean> {
  const { components, experiment, folder } = context;
  const { teacherCurve } = experiment.settings.evaluate;
  if (!teacherCurve) return true;
  const half = Math.floor(real.shape[0]! / 2);
  const count = Math.min(teacherCurve.samples, half);
  const label = realLabel && rows(realLabel, 0, count);
  const evaluator = await createEvaluator(components.metrics, {
    real: rows(real, 0, count),
    reference: rows(real, half, half + count),
    random: streamOf(context, "evaluate"),
    extraction,
    label,
    referenceLabel: realLabel && rows(realLabel, half, half + count),
  });
  const points = await measurePoints(context, { weights, evaluator, count, label });
  if (!points) return false;
  await writeTeacherCurve(folder.teacherCurve, {
    samples: count,
    student: await evaluator.measure(streamOfArray(rows(student, 0, count))),
    floors: evaluator.floors.values,
    points,
  });
  return true;
}

interface PointInputs {
  readonly weights: NDArrays;
  readonly evaluator: Evaluator;
  readonly count: number;
  readonly label: NDArray | undefined;
}

/** Measures the points of the curve. Returns undefined if the run was aborted. */
async function measurePoints(
  context: RunContext,
  { weights, evaluator, count, label }: PointInputs,
): Promise<TeacherCurve["points"] | undefined> {
  const { components, executor, experiment, folder, onEvent, signal } = context;
  const curve = experiment.settings.evaluate.teacherCurve!;
  const budgets = curve.evaluations.toSorted((a, b) => a - b);
  const teacher = createTeacherSampler(executor, components.teacher, { weights, count, signal });
  const measure = async (): Promise<TeacherCurve["points"]> => {
    const points: TeacherCurve["points"] = [];
    for (const sampler of curve.samplers) {
      const method = samplers[sampler];
      for (const steps of new Set(budgets.map((budget) => method.steps(budget)))) {
        const samples = await teacher.sample(sampler, steps, streamOf(context, "evaluate.teacher"), label);
        const evaluations = method.evaluations(steps);
        const metrics = await evaluator.measure(streamOfArray(samples));
        points.push({ sampler, steps, evaluations, metrics });
        onEvent({ event: "curve", sampler, evaluations, values: metrics });
        if (sampler !== curve.samplers[0]) continue;
        await saveSamples(folder, `teacher-${String(evaluations).padStart(5, "0")}`, samples, savedSamples);
      }
    }
    return points;
  };
  try {
    return await unlessAborted(signal, measure);
  } finally {
    await teacher.dispose();
  }
}
