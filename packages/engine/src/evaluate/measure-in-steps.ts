import { nest } from "@tweedie/core";
import { createStudentSampler, type StudentSampler } from "../sampling/student-sampler.ts";
import type { SampleStream } from "../sampling/sample-stream.ts";
import { studentInSteps } from "../sampling/student-in-steps.ts";
import type { Evaluator } from "./evaluator.ts";
import type { MetricValues } from "./metric-values.ts";

/** Measures a student in other numbers of steps than its own. */
export interface StepsMeasurement {
  /** Metrics by number of steps: `steps.N.METRIC`. */
  measure(): Promise<MetricValues>;
  dispose(): Promise<void>;
}

/** Creates the measurement. `stream` generates the samples of a sampler. */
export async function createStepsMeasurement(
  counts: readonly number[],
  evaluator: Evaluator,
  sampling: Parameters<typeof createStudentSampler>,
  stream: (sampler: StudentSampler) => SampleStream,
): Promise<StepsMeasurement> {
  const [executor, store, options] = sampling;
  const samplers = new Map<number, StudentSampler>();
  for (const count of counts) {
    const student = studentInSteps(options.student, count);
    samplers.set(count, await createStudentSampler(executor, store, { ...options, student }));
  }
  return {
    async measure() {
      let values: MetricValues = {};
      for (const [count, sampler] of samplers) {
        values = { ...values, ...nest(`steps.${count}`, await evaluator.measure(stream(sampler))) };
      }
      return values;
    },
    dispose: async () => void (await Promise.all([...samplers.values()].map((sampler) => sampler.dispose()))),
  };
}
