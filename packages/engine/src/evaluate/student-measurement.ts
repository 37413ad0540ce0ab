import type { NDArray } from "@tweedie/core";
import type { Store } from "@tweedie/graph";
import { createDiagnostics } from "../diagnostics/diagnostics.ts";
import { counted, keepFirst, type SampleStream } from "../sampling/sample-stream.ts";
import { createStudentSampler, type StudentSampler } from "../sampling/student-sampler.ts";
import { finalWeightsPrefix } from "../weights/weight-names.ts";
import { type RunContext, streamOf } from "../train/run-context.ts";
import type { MetricValues } from "./metric-values.ts";
import { createVariantsMeasurement, variantsOf } from "./measure-variants.ts";
import type { Evaluation } from "./prepare-evaluation.ts";

/** Measures the student with its current weights in a store. */
export interface StudentMeasurement {
  /** Returns metrics and diagnostics after a step, and the first `saved` samples. `tell` is called with the number of samples so far. */
  measure(
    step: number,
    saved: number,
    tell?: (done: number, total: number) => void,
  ): Promise<{ readonly values: MetricValues; readonly samples: NDArray }>;
  /** Samples from the same latents at each call. */
  generate(count: number): SampleStream;
  readonly sampler: StudentSampler;
  dispose(): Promise<void>;
}

/** Creates the measurement of the student whose weights are in the store. */
export async function createStudentMeasurement(
  context: Pick<RunContext, "components" | "executor" | "experiment">,
  store: Store,
  { evaluator, real, generated, label }: Pick<Evaluation, "evaluator" | "real" | "generated" | "label">,
): Promise<StudentMeasurement> {
  const { components, executor, experiment } = context;
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
    sampler,
    generate: (count) => generate(count),
    async measure(step, saved, tell) {
      const { stream, first } = keepFirst(generate(generated), saved);
      const values = await evaluator.measure(counted(stream, tell));
      const samples = first();
      return {
        values: { ...values, ...(await variants.measure()), ...(await diagnostics.measure(step)) },
        samples,
      };
    },
    dispose: async () => void (await Promise.all([sampler, variants, diagnostics].map((each) => each.dispose()))),
  };
}
