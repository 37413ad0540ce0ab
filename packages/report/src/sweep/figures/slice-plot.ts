import type { StudyState, TrialState } from "@tweedie/study";
import type { TopLevelSpec } from "vega-lite";
import { axisFor } from "../../figures/value-axis.ts";
import { color, panelFrame } from "../../theme.ts";
import type { ParameterAxis } from "../analysis/parameter-axis.ts";
import { failedMark, failedMarkY } from "./failed-mark.ts";
import { hasTiltedLabels, parameterEncoding } from "./parameter-encoding.ts";

/** The metric against one parameter: all trials, and mean and standard deviation of each configuration. */
export function slicePlot(parameter: ParameterAxis, state: StudyState): TopLevelSpec {
  const { complete, pruned, failed } = trialPoints(parameter, state);
  const means = meanPoints(parameter, state);
  const { scale, axis } = axisFor([...complete, ...pruned].map(({ value }) => value));
  const lowest = Math.min(...complete.map(({ value }) => value));
  // A bar to a negative value cannot be drawn on a logarithmic axis.
  const bars = means.map((mean) => ({ ...mean, low: scale.type === "log" ? Math.max(mean.low, lowest) : mean.low }));
  const x = parameterEncoding(parameter);
  const y = { field: "value", type: "quantitative", title: null, scale, axis } as const;
  return {
    ...panelFrame,
    ...(hasTiltedLabels(parameter) && { autosize: "pad", padding: 4 }),
    layer: [
      {
        data: { values: bars },
        mark: { type: "rule", strokeWidth: 1.5, opacity: 0.6, color: color("teacher") },
        encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
      },
      {
        data: { values: complete },
        mark: { type: "circle", size: 12, opacity: 0.7, color: color("muted") },
        encoding: { x, y },
      },
      {
        data: { values: means },
        mark: { type: "circle", size: 42, opacity: 1, color: color("teacher") },
        encoding: { x, y },
      },
      {
        data: { values: pruned },
        mark: { type: "point", shape: "triangle-down", size: 30, color: color("muted") },
        encoding: { x, y },
      },
      { data: { values: failed }, mark: failedMark, encoding: { x, y: { value: failedMarkY } } },
    ],
  };
}

const isFinite = (value: number | undefined): value is number => Number.isFinite(value);

/** Value of the parameter in a configuration; undefined if it is not active there. */
const valueAt = (parameter: ParameterAxis, { configurations }: StudyState, configuration: number) => {
  const value = parameter.valueOf(configurations[configuration]!);
  return value === undefined ? undefined : parameter.kind === "choice" ? String(value) : value;
};

/** Trials by status, each at the value of the parameter. */
function trialPoints(parameter: ParameterAxis, state: StudyState) {
  const all = state.trials.flatMap((trial): (TrialState & { readonly at: string | number })[] => {
    const at = valueAt(parameter, state, trial.configuration);
    return at === undefined ? [] : [{ ...trial, at }];
  });
  return {
    complete: all.flatMap(({ at, status, value }) => (status === "complete" && isFinite(value) ? [{ at, value }] : [])),
    pruned: all.flatMap(({ at, status, reports }) => {
      const value = reports.at(-1)?.value;
      return status === "pruned" && isFinite(value) ? [{ at, value }] : [];
    }),
    failed: all.flatMap(({ at, status }) => (status === "diverged" || status === "failed" ? [{ at }] : [])),
  };
}

/** Mean of each configuration, with the ends of its error bar. */
const meanPoints = (parameter: ParameterAxis, state: StudyState) =>
  state.configurations.flatMap(({ configuration, value, spread = 0 }) => {
    const at = valueAt(parameter, state, configuration);
    return at !== undefined && isFinite(value) ? [{ at, value, low: value - spread, high: value + spread }] : [];
  });
