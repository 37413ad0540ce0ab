import type { NDArrays } from "@tweedie/core";
import { guidedDenoiser } from "@tweedie/diffusion";
import type { MeasuredMetrics } from "../evaluate/evaluator.ts";
import type { Evaluation } from "../evaluate/prepare-evaluation.ts";
import { savedSamples, saveSamples } from "../run/save-samples.ts";
import { keepFirst } from "../sampling/sample-stream.ts";
import { createTeacherSampler } from "../sampling/teacher-sampler.ts";
import { unlessAborted } from "../sampling/unless-aborted.ts";
import { type RunContext, streamOf } from "./run-context.ts";

/** True if the teacher can be sampled. Sampling passes through all noise levels, so a teacher trained at a single one cannot. */
export const canSampleTeacher = ({ components: { teacher, pretraining } }: RunContext): boolean =>
  !(teacher.weights === "trained" && pretraining.noise.time.level);

/** Samples the teacher with Heun's method, saves the samples and measures them. Returns no metrics if it cannot be sampled, and undefined if the run was aborted. */
export async function evaluateTeacher(
  context: RunContext,
  weights: NDArrays,
  { evaluator, generated, label }: Evaluation,
): Promise<MeasuredMetrics | undefined> {
  if (!canSampleTeacher(context)) return { values: {}, spreads: {} };
  const { components, executor, experiment, folder, signal } = context;
  const { guidance, teacherSteps: steps } = experiment.settings.evaluate;
  const teacher = guidedDenoiser(components.teacher, guidance);
  const sampler = createTeacherSampler(executor, teacher, { weights, count: generated, signal });
  const samples = sampler.stream({ sampler: "heun", steps }, streamOf(context, "evaluate.teacher"), label);
  const { stream, first } = keepFirst(samples, savedSamples);
  try {
    const metrics = await unlessAborted(signal, () => evaluator.measureWithSpreads(stream));
    if (metrics) await saveSamples(folder, "teacher", first());
    return metrics;
  } finally {
    await sampler.dispose();
  }
}
