import type { NDArrays } from "@tweedie/core";
import type { MeasuredMetrics } from "../evaluate/evaluator.ts";
import type { Evaluation } from "../evaluate/prepare-evaluation.ts";
import { saveSamples } from "../run/save-samples.ts";
import { measureTeacher } from "../teacher-measurements/measure-teacher.ts";
import type { RunContext } from "./run-context.ts";

/** True if the teacher can be sampled. Sampling passes through all noise levels, so a teacher trained at a single one cannot. */
export const canSampleTeacher = ({ components: { teacher, pretraining } }: RunContext): boolean =>
  !(teacher.weights === "trained" && pretraining.noise.time.level);

/**
 * Metrics of the teacher, whose samples are saved in the run. No metrics if the teacher cannot be sampled; undefined if the run was aborted.
 */
export async function evaluateTeacher(
  context: RunContext,
  weights: NDArrays,
  evaluation: Evaluation,
): Promise<MeasuredMetrics | undefined> {
  const { components, experiment, folder, progress } = context;
  if (!canSampleTeacher(context)) {
    progress.expect({ teacher: 0, curve: 0 });
    return { values: {}, spreads: {} };
  }
  const measured = await measureTeacher(context, {
    teacher: components.teacher,
    weights,
    settings: experiment.settings,
    evaluation,
    during: (work) => progress.during("teacher", "measuring the teacher", work),
  });
  if (!measured) return undefined;
  progress.expect({ teacher: 0 });
  await saveSamples(folder, "teacher", measured.samples["teacher"]!);
  return measured.numbers;
}
