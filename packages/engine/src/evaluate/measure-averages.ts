import { nest } from "@tweedie/core";
import { createStudentSampler, type StudentSampler } from "../sampling/student-sampler.ts";
import type { SampleStream } from "../sampling/sample-stream.ts";
import { averagePrefix, type TrainableWeights } from "../steps/trainable-weights.ts";
import type { Evaluator } from "./evaluator.ts";
import type { MetricValues } from "./metric-values.ts";

/** Measures the further averages of a student's weights. */
export interface AveragesMeasurement {
  /** Metrics by half-life in training samples: `halfLife.H.METRIC`. */
  measure(): Promise<MetricValues>;
  dispose(): Promise<void>;
}

/** Creates the measurement. `stream` generates the samples of a sampler. */
export async function createAveragesMeasurement(
  { name, averages = [] }: TrainableWeights,
  evaluator: Evaluator,
  sampling: Parameters<typeof createStudentSampler>,
  stream: (sampler: StudentSampler) => SampleStream,
): Promise<AveragesMeasurement> {
  const [executor, store, options] = sampling;
  const samplers = await Promise.all(
    averages.map((_, i) => createStudentSampler(executor, store, { ...options, weights: averagePrefix(name, i) })),
  );
  return {
    async measure() {
      let values: MetricValues = {};
      for (const [i, { halfLife }] of averages.entries()) {
        const measured = await evaluator.measure(stream(samplers[i]!));
        values = { ...values, ...nest(`halfLife.${halfLife}`, measured) };
      }
      return values;
    },
    dispose: async () => void (await Promise.all(samplers.map((sampler) => sampler.dispose()))),
  };
}
