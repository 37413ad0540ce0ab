import type { NDArrays } from "@tweedie/core";
import { guidedDenoiser } from "@tweedie/diffusion";
import { z } from "zod";
import type { MeasuredMetrics } from "../evaluate/evaluator.ts";
import type { Evaluation } from "../evaluate/prepare-evaluation.ts";
import { numbersSchema } from "../run/json-file.ts";
import { savedSamples, saveSamples } from "../run/save-samples.ts";
import { counted, keepFirst } from "../sampling/sample-stream.ts";
import { createTeacherSampler } from "../sampling/teacher-sampler.ts";
import { unlessAborted } from "../sampling/unless-aborted.ts";
import { measureOnce } from "../teacher-measurements/measure-once.ts";
import type { TeacherMeasurement } from "../teacher-measurements/measurement-store.ts";
import { type RunContext, streamOf } from "./run-context.ts";

/** True if the teacher can be sampled. Sampling passes through all noise levels, so a teacher trained at a single one cannot. */
export const canSampleTeacher = ({ components: { teacher, pretraining } }: RunContext): boolean =>
  !(teacher.weights === "trained" && pretraining.noise.time.level);

const schema = z.object({ values: numbersSchema, spreads: numbersSchema });

/**
 * Metrics of the teacher, sampled with Heun's method, whose samples are saved in the run. They are measured, or read from the cache. No
 * metrics if the teacher cannot be sampled; undefined if the run was aborted.
 */
export async function evaluateTeacher(
  context: RunContext,
  weights: NDArrays,
  evaluation: Evaluation,
): Promise<MeasuredMetrics | undefined> {
  if (!canSampleTeacher(context)) {
    context.progress.expect({ teacher: 0, curve: 0 });
    return { values: {}, spreads: {} };
  }
  const { teacherSteps, generated } = context.experiment.settings.evaluate;
  const measured = await measureOnce(context, {
    subject: "the teacher's metrics are",
    weights,
    settings: { teacherSteps, generated },
    schema,
    measure: () => sampleAndMeasure(context, weights, evaluation),
  });
  if (!measured) return undefined;
  context.progress.expect({ teacher: 0 });
  await saveSamples(context.folder, "teacher", measured.samples["teacher"]!);
  return measured.numbers;
}

async function sampleAndMeasure(
  context: RunContext,
  weights: NDArrays,
  { evaluator, generated, label }: Evaluation,
): Promise<TeacherMeasurement<MeasuredMetrics> | undefined> {
  const { components, executor, experiment, progress, signal } = context;
  const { guidance, teacherSteps: steps } = experiment.settings.evaluate;
  const teacher = guidedDenoiser(components.teacher, guidance);
  const sampler = createTeacherSampler(executor, teacher, { weights, count: generated, signal });
  const samples = sampler.stream({ sampler: "heun", steps }, streamOf(context, "evaluate.teacher"), label);
  const { stream, first } = keepFirst(samples, savedSamples);
  try {
    const numbers = await progress.during("teacher", "measuring the teacher", (tell) =>
      unlessAborted(signal, () => evaluator.measureWithSpreads(counted(stream, tell))),
    );
    return numbers && { numbers, samples: { teacher: first() } };
  } finally {
    await sampler.dispose();
  }
}
