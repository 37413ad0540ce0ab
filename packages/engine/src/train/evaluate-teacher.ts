import type { NDArrays } from "@tweedie/core";
import type { MetricValues } from "../evaluate/evaluator.ts";
import type { Evaluation } from "../evaluate/prepare-evaluation.ts";
import { saveSamples } from "../run/save-samples.ts";
import { createTeacherSampler } from "../sampling/teacher-sampler.ts";
import { type RunContext, streamOf } from "./run-context.ts";

/** True if the teacher can be sampled. Sampling passes through all noise levels, so a teacher trained at a single one cannot. */
export const canSampleTeacher = ({ components: { teacher, pretraining } }: RunContext): boolean =>
  !(teacher.weights === "trained" && pretraining.noise.time.level);

/** Samples the teacher with Heun's method, saves the samples and measures them. Returns no metrics if it cannot be sampled. */
export async function evaluateTeacher(
  context: RunContext,
  weights: NDArrays,
  { evaluator, count, label }: Evaluation,
): Promise<MetricValues> {
  if (!canSampleTeacher(context)) return {};
  const { components, executor, experiment, folder } = context;
  const sampler = createTeacherSampler(executor, components.teacher, { weights, count });
  const random = streamOf(context, "evaluate.teacher");
  const samples = await sampler.sample("heun", experiment.settings.evaluate.teacherSteps, random, label);
  await sampler.dispose();
  const metrics = await evaluator.measure(samples);
  await saveSamples(folder, "teacher", samples);
  return metrics;
}
