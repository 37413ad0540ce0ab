import type { NDArray } from "@tweedie/core";
import type { Store } from "@tweedie/graph";
import { createDiagnostics } from "../diagnostics/diagnostics.ts";
import type { MetricValues } from "../evaluate/evaluator.ts";
import type { Evaluation } from "../evaluate/prepare-evaluation.ts";
import { saveSamples } from "../run/save-samples.ts";
import { drawLatentWalks } from "../sampling/latent-walks.ts";
import { createStudentSampler, drawLatents } from "../sampling/student-sampler.ts";
import { finalWeightsPrefix } from "../steps/trainable-weights.ts";
import { type RunContext, streamOf } from "./run-context.ts";

/** Latent walks of images that are saved for the report. */
const savedWalks = { count: 6, columns: 9 };

/** Evaluates the student with its current weights in the store. All samples are generated from the same latents. */
export interface StudentEvaluation {
  /** Saves samples of a step and returns their metrics and the diagnostics of the distillation. */
  measure(step: number): Promise<MetricValues>;
  /** Saves samples after the last step, and latent walks of images. Returns the samples. */
  saveFinalSamples(): Promise<NDArray>;
  dispose(): Promise<void>;
}

/** Creates the evaluation of the student whose weights are in the store. */
export async function createStudentEvaluation(
  context: RunContext,
  store: Store,
  { evaluator, real, count, label }: Evaluation,
): Promise<StudentEvaluation> {
  const { components, executor, experiment, folder } = context;
  const { distillation } = components;
  const { teacher, student, models } = distillation;
  const sampler = await createStudentSampler(executor, store, {
    student,
    weights: finalWeightsPrefix(models.student.trainable),
    shape: teacher.shape,
  });
  const diagnostics = await createDiagnostics(distillation, {
    executor,
    store,
    real,
    random: streamOf(context, "diagnostics"),
    draws: experiment.settings.evaluate.draws,
  });
  const latents = drawLatents(student, streamOf(context, "evaluate.z"), count, label);
  return {
    async measure(step) {
      const samples = await sampler.sample(latents);
      await saveSamples(folder, `student-${String(step).padStart(9, "0")}`, samples);
      return { ...(await evaluator.measure(samples)), ...(await diagnostics.measure(step)) };
    },
    async saveFinalSamples() {
      const samples = await sampler.sample(latents);
      await saveSamples(folder, "student", samples);
      const isImage = teacher.shape.length === 3;
      if (isImage) {
        const walks = drawLatentWalks(student, streamOf(context, "evaluate.walks"), savedWalks);
        await saveSamples(folder, "interpolation", await sampler.sample(walks));
      }
      return samples;
    },
    dispose: async () => void (await Promise.all([sampler.dispose(), diagnostics.dispose()])),
  };
}
