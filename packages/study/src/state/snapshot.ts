import { join } from "node:path";
import { significance } from "@tweedie/core";
import { replicateCount, signOf, type SweepMetric, type SweepPlan } from "../plan.ts";
import { folderName, valuesOf } from "../trial-values.ts";
import type { ReplayState, TrialRecord } from "./replay-state.ts";
import { sampleMean, sampleDeviation } from "./statistics.ts";
import { type ConfigurationState, type StudyState, type TrialState, trialStatuses } from "./study-state.ts";

/** The state of a sweep with everything that users and reports need: values, means, counts, the best configuration. */
export function snapshotOf(
  state: ReplayState,
  { folder, plan, size, damaged }: { folder: string; plan: SweepPlan; size: number; damaged: number },
): StudyState {
  const replicates = replicateCount(plan);
  const configurations = configurationsOf(state, plan);
  const trials = state.trials.map((record): TrialState => {
    const { holder, ...rest } = record;
    const name = folderName(plan, record.trial, configurations[record.configuration]!.values);
    return {
      ...rest,
      reports: [...record.reports],
      replicate: record.trial % replicates,
      agent: holder?.agent,
      folder: join(folder, "trials", name),
    };
  });
  const counts = Object.fromEntries(
    trialStatuses.map((status) => [status, trials.filter((trial) => trial.status === status).length]),
  ) as StudyState["counts"];
  const total = Number.isFinite(size) ? size * replicates : undefined;
  const isFinished = trials.length === total && state.lost.size === 0 && counts.waiting + counts.running === 0;
  const best = bestOf(configurations, plan.metric);
  return {
    status: isFinished ? "finished" : state.stopped ? "stopped" : "running",
    configurations,
    trials,
    counts,
    total,
    best,
    within: configurationsWithin(configurations, best),
    damaged,
  };
}

function configurationsOf({ points, lost, trials }: ReplayState, plan: SweepPlan): readonly ConfigurationState[] {
  const replicates = replicateCount(plan);
  return points.map((point = {}, configuration) => {
    const own = trials.slice(configuration * replicates, (configuration + 1) * replicates);
    const values = own.flatMap(({ value }) => (value === undefined ? [] : [value]));
    return {
      configuration,
      point,
      values: valuesOf(plan.parameters, point),
      trials: own.map(({ trial }) => trial),
      // Its values are unknown until it is suggested again, so it cannot be the best.
      status: lost.has(configuration) ? "waiting" : statusOf(own),
      ...(values.length > 0 && { value: sampleMean(values), spread: sampleDeviation(values) ?? spreadOf(own) }),
      count: values.length,
    };
  });
}

/** Spread of a configuration's only complete trial over sets of samples. */
const spreadOf = (trials: readonly TrialRecord[]): number | undefined =>
  trials.find(({ value }) => value !== undefined)?.spread;

function statusOf(trials: readonly TrialRecord[]): ConfigurationState["status"] {
  const has = (status: TrialRecord["status"]) => trials.some((trial) => trial.status === status);
  if (has("pruned")) return "pruned";
  if (has("diverged")) return "diverged";
  if (has("running")) return "running";
  if (has("waiting")) return trials.every(({ status }) => status === "waiting") ? "waiting" : "running";
  return has("complete") ? "complete" : "failed";
}

/** The complete configuration with the best mean, among those with the most complete trials; the first of equals. */
function bestOf(configurations: readonly ConfigurationState[], metric: SweepMetric): number | undefined {
  const complete = configurations.filter(({ status }) => status === "complete");
  const most = Math.max(...complete.map(({ count }) => count));
  const sign = signOf(metric);
  return complete
    .filter(({ count }) => count === most)
    .reduce<ConfigurationState | undefined>(
      (best, each) => (best === undefined || sign * each.value! < sign * best.value! ? each : best),
      undefined,
    )?.configuration;
}

/** Numbers of the complete configurations that do not differ from the best by more than twice the spread of the difference of means. */
function configurationsWithin(configurations: readonly ConfigurationState[], best: number | undefined): number[] {
  if (best === undefined) return [];
  const error = ({ spread = 0, count }: ConfigurationState) => spread / Math.sqrt(count);
  const first = configurations[best]!;
  return configurations
    .filter((each) => {
      if (each === first) return true;
      if (each.status !== "complete" || each.value === undefined) return false;
      return Math.abs(each.value - first.value!) <= significance * Math.hypot(error(first), error(each));
    })
    .map(({ configuration }) => configuration);
}
