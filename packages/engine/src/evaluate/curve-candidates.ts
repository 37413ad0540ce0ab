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
}

/**
 * Candidates for a budget of network evaluations: each sampler in each range, with the largest number of steps within the budget.
 * One step is Euler's by every sampler, and is tried once in each range.
 */
export function candidatesOf(budget: number, { samplers: names, ranges = defaultRanges }: Tried): Candidate[] {
  const all = names.flatMap((sampler) => {
    const steps = samplers[sampler].steps(budget);
    return ranges.map((range) => ({ sampler, steps, range, evaluations: samplers[sampler].evaluations(steps) }));
  });
  return all.filter(
    ({ steps, range }, i) =>
      steps > 1 || i === all.findIndex((other) => other.steps === 1 && other.range.max === range.max),
  );
}
