import { readMetrics, runFolder } from "@tweedie/engine";
import type { ConfigurationState, Metric, Study, StudyState, SweepPlan, TrialState } from "@tweedie/study";
import type { Point } from "../figures/curve.ts";
import { axisOf, type SweptAxis } from "./axis.ts";
import { type Importance, importanceOf } from "./importance.ts";

/** What is shown of a sweep. */
export interface SweepRecord {
  readonly folder: string;
  readonly plan: Pick<SweepPlan, "name" | "description" | "metric" | "repeat" | "method" | "experiment">;
  readonly state: StudyState;
  readonly axes: readonly SweptAxis[];
  /** By the metric, or by its logarithm where that is `isLog`. */
  readonly importance: (Importance & { readonly isLog: boolean; readonly count: number }) | undefined;
  /** The metric on the way, by trial. */
  readonly curves: ReadonlyMap<number, readonly Point[]>;
}

/** Reads what a sweep's report needs beside its state: the logs of its trials. */
export async function readSweepRecord({
  folder,
  plan,
  state,
}: Pick<Study, "folder" | "plan" | "state">): Promise<SweepRecord> {
  const now = state();
  const axes = plan.parameters.map((parameter) => axisOf(parameter, now.configurations));
  const curves = new Map<number, readonly Point[]>();
  for (const trial of now.trials) curves.set(trial.trial, await curveOf(trial, plan.metric));
  return { folder, plan, state: now, axes, curves, importance: importanceFor(now.configurations, axes) };
}

/** What a trial has reported, or what its log says where it has reported nothing. */
async function curveOf({ reports, folder }: TrialState, { name }: Metric): Promise<readonly Point[]> {
  if (reports.length > 0) return reports.map(({ resource, value }) => ({ step: resource, value }));
  const rows = await readMetrics(runFolder(folder).metrics).catch(() => []);
  return rows.flatMap(({ step, values }) => (values[name] === undefined ? [] : [{ step, value: values[name] }]));
}

function importanceFor(
  configurations: readonly ConfigurationState[],
  axes: readonly SweptAxis[],
): SweepRecord["importance"] {
  const judged = configurations.filter(({ status, value }) => status === "complete" && Number.isFinite(value));
  const values = judged.map(({ value }) => value!);
  const isLog = Math.min(...values) > 0 && Math.max(...values) > 10 * Math.min(...values);
  const importance = importanceOf(
    judged.map((each) => ({
      x: axes.map((axis) => axis.placeOf(each)),
      y: isLog ? Math.log(each.value!) : each.value!,
    })),
  );
  return importance && { ...importance, isLog, count: judged.length };
}

/** Numbers of the axes, those first that matter most; in the order of the plan where nobody knows. */
export const byImportance = ({ axes, importance }: Pick<SweepRecord, "axes" | "importance">): readonly number[] =>
  axes.map((_, i) => i).sort((a, b) => (importance ? importance.alone[b]! - importance.alone[a]! : 0));
