import { existsSync } from "node:fs";
import { runFolder } from "@tweedie/engine";
import { analysisOf, byImportance, heatCells, ticksOf } from "@tweedie/report/sweep-data";
import type { TrialState } from "@tweedie/study";
import type { Configuration, HeatMap, SweepDetails, Trial } from "../../api/sweep.ts";
import { listAgentLogs } from "./agent-logs.ts";
import type { OpenSweep } from "./sweep-index.ts";

/** Number of interactions that are listed, the strongest first. */
const listedInteractions = 5;

/** Describes a sweep: its axes and their importance, all configurations and all trials. */
export async function describeSweep(id: string, { study, state }: OpenSweep): Promise<SweepDetails> {
  const { plan } = study;
  const analysis = analysisOf(plan, state);
  const { axes, importance } = analysis;
  const configurations = state.configurations.map((each): Configuration => ({
    ...{ configuration: each.configuration, status: each.status, count: each.count, values: each.values },
    ...{ value: finite(each.value), spread: finite(each.spread), trials: each.trials },
    positions: axes.map((axis) => (axis.valueOf(each) === undefined ? null : axis.positionOf(each))),
    isBest: state.within.includes(each.configuration),
  }));
  return {
    id,
    ...{ name: plan.name, description: plan.description, metric: plan.metric, method: plan.method.use },
    ...{ status: state.status, counts: state.counts, total: state.total, best: state.best, damaged: state.damaged },
    axes: axes.map((axis, i) => ({
      ...{ name: axis.name, kind: axis.kind, isLog: axis.isLog },
      ticks: ticksOf(axis).map(({ place, label }) => ({ label, position: place })),
      importance: importance?.main[i],
    })),
    importanceIsLog: importance?.isLog ?? false,
    interactions: (importance?.interactions ?? [])
      .flatMap((row, a) => row.map((share, b) => ({ a, b, share })).filter(({ b }) => b > a))
      .sort((one, other) => other.share - one.share)
      .slice(0, listedInteractions),
    configurations,
    trials: state.trials.map(trialOf),
    heatMap: heatMapOf({ plan, state, axes, order: byImportance(analysis) }),
    logs: await listAgentLogs(study.folder),
  };
}

const trialOf = (trial: TrialState): Trial => ({
  ...{ trial: trial.trial, configuration: trial.configuration, status: trial.status, agent: trial.agent },
  ...{ value: finite(trial.value), reason: trial.reason, began: trial.began, ended: trial.ended },
  run: existsSync(runFolder(trial.folder).status) ? trial.folder : undefined,
  reports: trial.reports.map(({ resource, value }) => [resource, finite(value) ?? null] as const),
});

/** Means of the metric over the two most important parameters. */
function heatMapOf({
  plan,
  state,
  axes,
  order,
}: Pick<OpenSweep["study"], "plan"> &
  Pick<OpenSweep, "state"> &
  Pick<ReturnType<typeof analysisOf>, "axes"> & { readonly order: readonly number[] }): HeatMap | undefined {
  const [across, up] = order.slice(0, 2).map((i) => axes[i]);
  if (!across || !up) return undefined;
  return { x: across.name, y: up.name, ...heatCells([across, up], state.configurations, plan.metric.goal) };
}

/** JSON has no other numbers. */
const finite = (value: number | undefined): number | undefined => (Number.isFinite(value) ? value : undefined);
