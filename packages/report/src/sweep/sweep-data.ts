import { readRunLog, runFolder } from "@tweedie/engine";
import type { ConfigurationState, Study, StudyState, SweepMetric, SweepPlan, TrialState } from "@tweedie/study";
import type { CurvePoint } from "../figures/curve.ts";
import { type Importance, importanceOf } from "./analysis/importance.ts";
import { axisOf, type ParameterAxis } from "./analysis/parameter-axis.ts";
import type { NamedMetric } from "../metric-name.ts";
import { isComplete } from "./complete-configuration.ts";
import { readShownTrials, type ShownTrial } from "./shown-trials.ts";

export { type CompleteConfiguration, isComplete } from "./complete-configuration.ts";

/** Contents of a sweep's report. */
export interface SweepData {
  readonly folder: string;
  readonly plan: Pick<SweepPlan, "name" | "description" | "metric" | "repeat" | "method" | "experiment" | "constants">;
  readonly state: StudyState;
  readonly axes: readonly ParameterAxis[];
  /** Importance of the parameters for the metric, or for its logarithm if `isLog`. `count`: number of configurations. */
  readonly importance: (Importance & { readonly isLog: boolean; readonly count: number }) | undefined;
  /** The metric during training, by trial. */
  readonly curves: ReadonlyMap<number, readonly CurvePoint[]>;
  /** The metric that the sweep optimises. */
  readonly metric: NamedMetric & SweepMetric;
  /** Trials whose samples are shown. */
  readonly shown: readonly ShownTrial[];
}

/** Reads the state of a sweep and the logs of its trials. */
export async function readSweepData({
  folder,
  plan,
  state: readState,
}: Pick<Study, "folder" | "plan" | "state">): Promise<SweepData> {
  const state = readState();
  const curves = new Map<number, readonly CurvePoint[]>();
  for (const trial of state.trials) curves.set(trial.trial, await curveOf(trial, plan.metric));
  const shown = await readShownTrials(state, plan.metric.goal);
  const description = shown.find(({ descriptions }) => descriptions)?.descriptions?.[plan.metric.name];
  const metric = { ...plan.metric, description };
  return { folder, plan, state, curves, metric, shown, ...analysisOf(plan, state) };
}

/** Axes of the parameters and their importance, from the state alone. */
export function analysisOf(
  { parameters }: Pick<SweepPlan, "parameters">,
  { configurations }: Pick<StudyState, "configurations">,
): Pick<SweepData, "axes" | "importance"> {
  const axes = parameters.map((parameter) => axisOf(parameter, configurations));
  return { axes, importance: importanceFor(configurations, axes) };
}

/** Reports of a trial, or the values in its log if it has none. */
async function curveOf({ reports, folder }: TrialState, { name }: SweepMetric): Promise<readonly CurvePoint[]> {
  if (reports.length > 0) return reports.map(({ resource, value }) => ({ step: resource, value }));
  const { rows } = await readRunLog(runFolder(folder), {}).catch(() => ({ rows: [] }));
  return rows.flatMap(({ step, values }) => (values[name] === undefined ? [] : [{ step, value: values[name] }]));
}

function importanceFor(
  configurations: readonly ConfigurationState[],
  axes: readonly ParameterAxis[],
): SweepData["importance"] {
  const complete = configurations.filter(isComplete);
  const values = complete.map(({ value }) => value);
  const isLog = Math.min(...values) > 0 && Math.max(...values) > 10 * Math.min(...values);
  const importance = importanceOf(
    complete.map((each) => ({
      x: axes.map((axis) => axis.positionOf(each)),
      y: isLog ? Math.log(each.value) : each.value,
    })),
  );
  return importance && { ...importance, isLog, count: complete.length };
}

/** Indices of the axes, the most important first; in the order of the plan if the importance is unknown. */
export const byImportance = ({ axes, importance }: Pick<SweepData, "axes" | "importance">): readonly number[] =>
  axes.map((_, i) => i).sort((a, b) => (importance ? importance.main[b]! - importance.main[a]! : 0));
