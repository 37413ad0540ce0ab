import { join } from "node:path";
import type { SweepPlan } from "../plan.ts";
import { folderName, valuesOf } from "../trial-values.ts";
import { deviation, mean } from "./observations.ts";
import type { Replay, TrialRecord } from "./replay.ts";
import { type ConfigurationState, type StudyState, type TrialState, trialStatuses } from "./study-state.ts";

/** A replay as it is shown: everything computed that people and reports ask for. */
export function viewOf(
  replay: Replay,
  { folder, plan, size, damaged }: { folder: string; plan: SweepPlan; size: number; damaged: number },
): StudyState {
  const replicates = Math.max(1, plan.repeat.length);
  const configurations = replay.points.map((point, configuration): ConfigurationState => {
    const own = replay.trials.slice(configuration * replicates, (configuration + 1) * replicates);
    const values = own.flatMap(({ value }) => (value === undefined ? [] : [value]));
    return {
      configuration,
      point,
      values: valuesOf(plan.parameters, point),
      trials: own.map(({ trial }) => trial),
      status: statusOf(own),
      ...(values.length > 0 && { value: mean(values), spread: deviation(values) }),
      count: values.length,
    };
  });
  const trials = replay.trials.map((each): TrialState => {
    const { holder, ...rest } = each;
    const replicate = each.trial % replicates;
    const name = folderName(plan, each.trial, configurations[each.configuration]!.values);
    return {
      ...rest,
      reports: [...each.reports],
      replicate,
      agent: holder?.agent,
      folder: join(folder, "trials", name),
    };
  });
  const counts = Object.fromEntries(
    trialStatuses.map((status) => [status, trials.filter((each) => each.status === status).length]),
  ) as StudyState["counts"];
  const total = Number.isFinite(size) ? size * replicates : undefined;
  const isFinished = trials.length === total && counts.waiting + counts.running === 0;
  return {
    status: isFinished ? "finished" : replay.stopped ? "stopped" : "running",
    configurations,
    trials,
    counts,
    total,
    best: bestOf(configurations, plan.metric.goal),
    damaged,
  };
}

function statusOf(trials: readonly TrialRecord[]): ConfigurationState["status"] {
  const has = (status: TrialRecord["status"]) => trials.some((each) => each.status === status);
  if (has("pruned")) return "pruned";
  if (has("diverged")) return "diverged";
  if (has("running")) return "running";
  if (has("waiting")) return trials.every(({ status }) => status === "waiting") ? "waiting" : "running";
  return has("complete") ? "complete" : "failed";
}

/** The best mean; of configurations with more trials than others, if there are such. The first of equals. */
function bestOf(configurations: readonly ConfigurationState[], goal: "minimize" | "maximize"): number | undefined {
  const complete = configurations.filter(({ status }) => status === "complete");
  const most = Math.max(...complete.map(({ count }) => count));
  const sign = goal === "minimize" ? 1 : -1;
  return complete
    .filter(({ count }) => count === most)
    .reduce<ConfigurationState | undefined>(
      (best, each) => (best === undefined || sign * each.value! < sign * best.value! ? each : best),
      undefined,
    )?.configuration;
}
