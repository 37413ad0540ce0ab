import { type NDArray, type NDArrays, rows } from "@tweedie/core";
import { samplers } from "@tweedie/diffusion";
import { createEvaluator, type Extract } from "./evaluate/evaluator.ts";
import { keepSamples } from "./run/keep-samples.ts";
import { type TeacherCurve, writeTeacherCurve } from "./run/teacher-curve.ts";
import { type RunContext, streamOf } from "./run-context.ts";
import { createTeacherSampler } from "./sampling/teacher-sampler.ts";

/** Samples of each point that the report can show. */
const shown = 400;

/**
 * Measures the teacher at the numbers of network evaluations that the experiment names, or the next below that a sampler can
 * spend, and the student beside it, all by as many samples; the run's folder keeps the result. False where the run is to stop.
 */
export async function measureTeacherCurve(
  context: RunContext,
  {
    weights,
    real,
    student,
    ...evidence
  }: {
    weights: NDArrays;
    real: NDArray;
    student: NDArray;
    label: NDArray | undefined;
    extract: Extract;
  },
): Promise<boolean> {
  const { executor, experiment, folder, components: game, onEvent, signal } = context;
  const { teacherCurve } = experiment.settings.evaluate;
  if (!teacherCurve) return true;
  const half = Math.floor(real.shape[0]! / 2);
  const count = Math.min(teacherCurve.samples, half);
  const label = evidence.label && rows(evidence.label, 0, count);
  const judge = await createEvaluator(game.metrics, {
    real: rows(real, 0, count),
    reference: rows(real, half, half + count),
    random: streamOf(context, "evaluate"),
    extract: evidence.extract,
    label,
  });
  const teacher = createTeacherSampler(executor, game.teacher, { weights, count });
  const random = () => streamOf(context, "evaluate.teacher");
  const points: TeacherCurve["points"] = [];
  for (const sampler of teacherCurve.samplers) {
    const method = samplers[sampler];
    const budgets = teacherCurve.evaluations.toSorted((a, b) => a - b);
    for (const steps of new Set(budgets.map((budget) => method.steps(budget)))) {
      if (signal.aborted) {
        await teacher.dispose();
        return false;
      }
      const samples = await teacher.sample(sampler, steps, random(), label);
      const evaluations = method.evaluations(steps);
      const metrics = await judge.measure(samples);
      points.push({ sampler, steps, evaluations, metrics });
      onEvent({ event: "curve", sampler, evaluations, values: metrics });
      if (sampler !== teacherCurve.samplers[0]) continue;
      await keepSamples(folder, `teacher-${String(evaluations).padStart(5, "0")}`, samples, shown);
    }
  }
  await teacher.dispose();
  await writeTeacherCurve(folder.teacherCurve, {
    samples: count,
    student: await judge.measure(rows(student, 0, count)),
    floors: judge.floors,
    points,
  });
  return true;
}
