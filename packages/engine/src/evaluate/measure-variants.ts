import { nest } from "@tweedie/core";
import type { Executor, Store } from "@tweedie/graph";
import type { SampleStream } from "../sampling/sample-stream.ts";
import { studentInSteps } from "../sampling/student-in-steps.ts";
import { createStudentSampler, type StudentSampler } from "../sampling/student-sampler.ts";
import type { TrainableWeights } from "../steps/trainable-weights.ts";
import { averagePrefix } from "../weights/weight-names.ts";
import type { Evaluator } from "./evaluator.ts";
import type { MetricValues } from "./metric-values.ts";

/** Student, weights and shape of a sampler. */
type SamplerOptions = Parameters<typeof createStudentSampler>[2];

/** The student in other numbers of steps, by `steps.N`, and with further averages of its weights, by `halfLife.H`. */
export const variantsOf = (
  options: SamplerOptions,
  steps: readonly number[],
  { name, averages = [] }: TrainableWeights,
): Readonly<Record<string, SamplerOptions>> => ({
  ...Object.fromEntries(
    steps.map((count) => [`steps.${count}`, { ...options, student: studentInSteps(options.student, count) }]),
  ),
  ...Object.fromEntries(
    averages.map(({ halfLife }, i) => [`halfLife.${halfLife}`, { ...options, weights: averagePrefix(name, i) }]),
  ),
});

/** Measures variants of a student. */
export interface VariantsMeasurement {
  /** Metrics of each variant, with its name as their prefix: `steps.2.fd`. */
  measure(): Promise<MetricValues>;
  dispose(): Promise<void>;
}

/** Creates the measurement. `stream` generates the samples of a sampler. */
export async function createVariantsMeasurement(
  variants: Readonly<Record<string, SamplerOptions>>,
  { executor, store, evaluator }: { executor: Executor; store: Store; evaluator: Evaluator },
  stream: (sampler: StudentSampler) => SampleStream,
): Promise<VariantsMeasurement> {
  const samplers = new Map<string, StudentSampler>();
  for (const [name, options] of Object.entries(variants)) {
    samplers.set(name, await createStudentSampler(executor, store, options));
  }
  return {
    async measure() {
      let values: MetricValues = {};
      for (const [name, sampler] of samplers) {
        values = { ...values, ...nest(name, await evaluator.measure(stream(sampler))) };
      }
      return values;
    },
    dispose: async () => void (await Promise.all([...samplers.values()].map((sampler) => sampler.dispose()))),
  };
}
