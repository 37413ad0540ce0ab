import type { Store } from "@tweedie/graph";
import { createDiagnostics } from "../diagnostics/diagnostics.ts";
import type { MeasuredMetrics } from "../evaluate/evaluator.ts";
import type { MetricValues } from "../evaluate/metric-values.ts";
import type { Evaluation } from "../evaluate/prepare-evaluation.ts";
import { createVariantsMeasurement, variantsOf } from "../evaluate/measure-variants.ts";
import { samplesOfStep, savedSamples, saveSamples } from "../run/save-samples.ts";
import { joinChunks } from "../sampling/chunks.ts";
import { drawLatentWalks } from "../sampling/latent-walks.ts";
import { keepFirst } from "../sampling/sample-stream.ts";
import { createStudentSampler } from "../sampling/student-sampler.ts";
import { finalWeightsPrefix } from "../steps/trainable-weights.ts";
import { type RunContext, streamOf } from "./run-context.ts";

/** Latent walks of images that are saved for the report. */
const savedWalks = { count: 6, columns: 9 };

/** Evaluates the student with its current weights in the store. All samples are generated from the same latents. */
export interface StudentEvaluation {
  /** Saves samples of a step and returns their metrics and the diagnostics of the distillation. */
  measure(step: number): Promise<MetricValues>;
  /** Saves samples after the last step, and latent walks of images. */
  saveFinalSamples(): Promise<void>;
  /** Measures the student after the last step, with the spread of each metric. Default: as many samples as are generated at other steps. */
  measureFinal(count?: number): Promise<MeasuredMetrics>;
  dispose(): Promise<void>;
}

/** Creates the evaluation of the student whose weights are in the store. */
export async function createStudentEvaluation(
  context: RunContext,
  store: Store,
  { evaluator, real, generated, label }: Evaluation,
): Promise<StudentEvaluation> {
  const { components, executor, experiment, folder } = context;
  const { distillation } = components;
  const { teacher, student, models } = distillation;
  const options = { student, weights: finalWeightsPrefix(models.student.trainable), shape: teacher.shape };
  const sampler = await createStudentSampler(executor, store, options);
  const diagnostics = await createDiagnostics(distillation, {
    executor,
    store,
    real,
    random: streamOf(context, "diagnostics"),
    draws: experiment.settings.evaluate.draws,
  });
  const generate = (count: number, by = sampler) => by.stream(streamOf(context, "evaluate.z"), count, label);
  const { steps = [] } = experiment.settings.evaluate;
  const variants = await createVariantsMeasurement(
    variantsOf(options, steps, models.student.trainable),
    { executor, store, evaluator },
    (other) => generate(generated, other),
  );
  return {
    async measure(step) {
      const { stream, first } = keepFirst(generate(generated), savedSamples);
      const values = await evaluator.measure(stream);
      await saveSamples(folder, samplesOfStep(step), first());
      return { ...values, ...(await variants.measure()), ...(await diagnostics.measure(step)) };
    },
    measureFinal: (count = generated) => evaluator.measureWithSpreads(generate(count)),
    async saveFinalSamples() {
      const count = Math.min(generated, savedSamples);
      const samples = await joinChunks(count, teacher.shape, generate(count).batches);
      await saveSamples(folder, "student", samples);
      const isImage = teacher.shape.length === 3;
      if (isImage) {
        const walks = drawLatentWalks(student, streamOf(context, "evaluate.walks"), savedWalks);
        await saveSamples(folder, "interpolation", await sampler.sample(walks));
      }
    },
    dispose: async () => void (await Promise.all([sampler, variants, diagnostics].map((each) => each.dispose()))),
  };
}
