import type { Observation } from "@tweedie/core";
import type { Replay, TrialRecord } from "./replay.ts";

/** What a sampler may know: each configuration with the mean over its trials. One whose trials all failed is left out. */
export function observationsOf({ points, trials }: Replay, sign: 1 | -1): readonly Observation[] {
  const replicates = trials.length / Math.max(1, points.length);
  return points.flatMap((point, index) => {
    const own = trials.slice(index * replicates, (index + 1) * replicates);
    const known = observe(own, sign);
    return known ? [{ point, ...known }] : [];
  });
}

function observe(trials: readonly TrialRecord[], sign: 1 | -1): Omit<Observation, "point"> | undefined {
  const of = (status: TrialRecord["status"]) => trials.filter((each) => each.status === status);
  if (of("diverged").length > 0) return { status: "diverged" };
  const pruned = of("pruned").flatMap(({ reports }) => reports.at(-1) ?? []);
  if (pruned.length > 0) {
    const resource = Math.max(...pruned.map((each) => each.resource));
    return { status: "pruned", resource, value: sign * mean(pruned.map(({ value }) => value)) };
  }
  if (of("waiting").length + of("running").length > 0) return { status: "running" };
  const values = of("complete").map(({ value }) => value!);
  return values.length > 0 ? { status: "complete", value: sign * mean(values) } : undefined;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation of the law that the values are drawn from, of two or more. */
export function deviation(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}
