import { type SamplerName, samplers } from "@tweedie/diffusion";
import { defaultRanges, type SigmaRange } from "../sampling/sigma-range.ts";
import type { SamplingPlan } from "../sampling/teacher-sampler.ts";

/** A sampler, a number of steps and a range of noise levels that are tried for a budget, and their number of network evaluations. */
export interface Candidate extends Required<Omit<SamplingPlan, "count">> {
  readonly evaluations: number;
}

/** Settings of the teacher curve that determine its candidates. */
interface Tried {
  readonly samplers: readonly SamplerName[];
  readonly ranges?: readonly SigmaRange[] | undefined;
  /** Network evaluations of one prediction: two with guidance. Default: 1. */
  readonly evaluationsPerPrediction?: number;
}

/**
 * Candidates for a budget of network evaluations: each sampler in each range, with the largest number of steps within the budget.
 * One step is Euler's by every sampler, and is tried once in each range. None if the budget is less than one prediction.
 */
export function candidatesOf(
  budget: number,
  { samplers: names, ranges = defaultRanges, evaluationsPerPrediction: each = 1 }: Tried,
): Candidate[] {
  const predictions = Math.floor(budget / each);
  if (predictions === 0) return [];
  const all = names.flatMap((sampler) => {
    const steps = samplers[sampler].steps(predictions);
    return ranges.map((range) => ({ sampler, steps, range, evaluations: each * samplers[sampler].evaluations(steps) }));
  });
  return all.filter(
    ({ steps, range }, i) =>
      steps > 1 || i === all.findIndex((other) => other.steps === 1 && other.range.max === range.max),
  );
}
