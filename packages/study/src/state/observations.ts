import type { Observation } from "@tweedie/core";
import type { ReplayState, TrialRecord } from "./replay-state.ts";
import { sampleMean } from "./statistics.ts";

/**
 * Observations of the sampler: each configuration with the mean over its trials, signed so that less is better.
 * A configuration whose trials all failed is left out.
 */
export function observationsOf({ points, trials }: ReplayState, sign: 1 | -1): readonly Observation[] {
  const replicates = trials.length / Math.max(1, points.length);
  return points.flatMap((point, index) => {
    const own = trials.slice(index * replicates, (index + 1) * replicates);
    const observation = point && observe(own, sign);
    return observation ? [{ point: point!, ...observation }] : [];
  });
}

function observe(trials: readonly TrialRecord[], sign: 1 | -1): Omit<Observation, "point"> | undefined {
  const withStatus = (status: TrialRecord["status"]) => trials.filter((trial) => trial.status === status);
  if (withStatus("diverged").length > 0) return { status: "diverged" };
  const pruned = withStatus("pruned").flatMap(({ reports }) => reports.at(-1) ?? []);
  if (pruned.length > 0) {
    const resource = Math.max(...pruned.map((report) => report.resource));
    return { status: "pruned", resource, value: sign * sampleMean(pruned.map(({ value }) => value)) };
  }
  if (withStatus("waiting").length + withStatus("running").length > 0) return { status: "running" };
  const values = withStatus("complete").map(({ value }) => value!);
  return values.length > 0 ? { status: "complete", value: sign * sampleMean(values) } : undefined;
}
