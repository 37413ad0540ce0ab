import type { Store } from "@tweedie/graph";
import type { MeasuredMetrics } from "../evaluate/evaluator.ts";
import type { MetricValues } from "../evaluate/metric-values.ts";
import type { Evaluation } from "../evaluate/prepare-evaluation.ts";
import { createStudentMeasurement } from "../evaluate/student-measurement.ts";
import { samplesOfStep, savedSamples, saveSamples } from "../run/save-samples.ts";
import { counted } from "../sampling/sample-stream.ts";
import { joinChunks } from "../sampling/chunks.ts";
import { drawLatentWalks } from "../sampling/latent-walks.ts";
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
  evaluation: Evaluation,
): Promise<StudentEvaluation> {
  const { components, folder, progress } = context;
  const { student, teacher } = components.distillation;
  const { sampler, generate, measure, dispose } = await createStudentMeasurement(context, store, evaluation);
  const { evaluator, generated } = evaluation;
  return {
    async measure(step) {
      const { values, samples } = await progress.during(
        "evaluation",
        `evaluating the student at step ${step.toLocaleString("en-US")}`,
        (tell) => measure(step, savedSamples, tell),
      );
      await saveSamples(folder, samplesOfStep(step), samples);
      return values;
    },
    measureFinal: (count = generated) =>
      progress.during("result", "measuring the final student", (tell) =>
        evaluator.measureWithSpreads(counted(generate(count), tell)),
      ),
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
    dispose,
  };
}
