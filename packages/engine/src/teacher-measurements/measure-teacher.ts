import { type NDArrays, random, type Teacher } from "@tweedie/core";
import { guidedDenoiser } from "@tweedie/diffusion";
import { z } from "zod";
import type { MeasuredMetrics } from "../evaluate/evaluator.ts";
import type { Evaluation } from "../evaluate/prepare-evaluation.ts";
import type { Settings } from "../experiment/settings.ts";
import { numbersSchema } from "../run/json-file.ts";
import { savedSamples } from "../run/save-samples.ts";
import { counted, keepFirst } from "../sampling/sample-stream.ts";
import { createTeacherSampler } from "../sampling/teacher-sampler.ts";
import { unlessAborted } from "../sampling/unless-aborted.ts";
import { type MeasurementContext, measureOnce } from "./measure-once.ts";
import type { TeacherMeasurement } from "./measurement-store.ts";

const schema = z.object({ values: numbersSchema, spreads: numbersSchema });

interface MeasuredTeacher {
  readonly teacher: Teacher;
  readonly weights: NDArrays;
  readonly settings: Pick<Settings, "seed" | "evaluate">;
  readonly evaluation: Evaluation;
  /** Performs the measurement, if it is not in the cache, and may tell how far it is. */
  readonly during?: (work: (tell?: (done: number, total: number) => void) => Promise<Measured>) => Promise<Measured>;
}

type Measured = MeasuredMetrics | undefined;

/**
 * Metrics of the teacher, sampled with Heun's method, and the first of its samples. They are measured, or read from the cache.
 *
 * @returns undefined if it was aborted
 */
export const measureTeacher = (
  context: MeasurementContext,
  measured: MeasuredTeacher,
): Promise<TeacherMeasurement<MeasuredMetrics> | undefined> => {
  const { teacherSteps, generated } = measured.settings.evaluate;
  return measureOnce(context, {
    subject: "the teacher's metrics are",
    weights: measured.weights,
    settings: { teacherSteps, generated },
    schema,
    measure: () => sampleAndMeasure(context, measured),
  });
};

async function sampleAndMeasure(
  { executor, signal }: MeasurementContext,
  { teacher, weights, settings, evaluation, during = (work) => work() }: MeasuredTeacher,
): Promise<TeacherMeasurement<MeasuredMetrics> | undefined> {
  const { evaluator, generated, label } = evaluation;
  const { guidance, teacherSteps: steps } = settings.evaluate;
  const sampler = createTeacherSampler(executor, guidedDenoiser(teacher, guidance), {
    weights,
    count: generated,
    signal,
  });
  const samples = sampler.stream({ sampler: "heun", steps }, random(settings.seed, "evaluate.teacher", 0), label);
  const { stream, first } = keepFirst(samples, savedSamples);
  try {
    const numbers = await during((tell) =>
      unlessAborted(signal, () => evaluator.measureWithSpreads(counted(stream, tell))),
    );
    return numbers && { numbers, samples: { teacher: first() } };
  } finally {
    await sampler.dispose();
  }
}
