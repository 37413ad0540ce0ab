import { smooth } from "@tweedie/report/curve";
import { scaleOf, titleOf } from "@tweedie/report/metric-name";
import type { DiagnosticPanel } from "@tweedie/report";
import type { Metric } from "../../api/run-details.ts";
import type { LoggedSeries } from "../api/use-rows.ts";
import type { Line, Reference } from "../plot/line.ts";

/** A plot of a run's log. */
export interface CurvePlot {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly references?: readonly Reference[];
  readonly note?: string | undefined;
}

const diagnosticPrefix = "diag.";
const suffixes = /\.(floor|teacher)$/;

/** Plots of the metrics, each with its reference values. */
export const metricPlots = (
  series: ReadonlyMap<string, LoggedSeries>,
  metrics: readonly Metric[],
): readonly CurvePlot[] =>
  metrics.flatMap((metric) => {
    const { floor, teacher, gaussian } = metric;
    const found = series.get(`distill ${metric.name}`);
    if (!found || found.steps.length < 2) return [];
    const reference = (label: string, value: number | undefined, color: string) =>
      value === undefined || !Number.isFinite(value) ? [] : [{ name: label, value, color }];
    return [
      {
        title: scaleOf(metric) === "" ? titleOf(metric) : `${titleOf(metric)} (${scaleOf(metric)})`,
        lines: [{ ...found, name: "student", color: "var(--student)" }],
        references: [
          ...reference("noise floor", floor, "var(--muted)"),
          ...reference("teacher", teacher, "var(--teacher)"),
          ...reference("Gaussian", gaussian, "var(--data)"),
        ],
      },
    ];
  });

/** Plots of losses and other logged quantities. Thin lines are logged values, bold ones their running median. */
export function lossPlots(
  series: ReadonlyMap<string, LoggedSeries>,
  metrics: readonly Metric[],
  isSmooth: boolean,
): readonly CurvePlot[] {
  const isMetric = new Set(metrics.map(({ name }) => name));
  const isOther = ({ name }: LoggedSeries) =>
    !isMetric.has(name) && !suffixes.test(name) && !name.startsWith(diagnosticPrefix);
  return [...series.values()]
    .filter((each) => isOther(each) && each.steps.length > 1)
    .map((each) => {
      const { title, color } = labelOf(each);
      return { title, lines: isSmooth ? withMedian(each, color) : [{ ...each, name: each.name, color }] };
    });
}

function withMedian({ name, steps, values }: LoggedSeries, color: string): readonly Line[] {
  const points = smooth(steps.map((step, i) => ({ step, value: values[i] ?? NaN })));
  return [
    { name: "logged", color, width: 1, opacity: 0.35, steps, values },
    { name, color, width: 2, steps: points.map(({ step }) => step), values: points.map(({ value }) => value) },
  ];
}

/** Title and colour of a logged quantity, by the model whose loss it is. */
function labelOf({ phase, name }: LoggedSeries): { readonly title: string; readonly color: string } {
  if (phase === "pretrain")
    return {
      title: name === "loss" ? "teacher's loss (pretraining)" : `${name} (pretraining)`,
      color: "var(--teacher)",
    };
  if (name === "loss.fakeScore") return { title: "fake score's loss", color: "var(--fakeScore)" };
  return { title: name === "loss.student" ? "student's loss" : name, color: "var(--student)" };
}

/** Plots of the diagnostics, on the panels of reports. */
export const diagnosticPlots = (
  series: ReadonlyMap<string, LoggedSeries>,
  panels: readonly DiagnosticPanel[],
): readonly CurvePlot[] =>
  panels.flatMap(({ title, curves, caption }) => {
    const lines = curves.flatMap(({ key, name, color }): Line[] => {
      const found = series.get(`distill ${diagnosticPrefix}${key}`);
      return found && found.steps.length > 1 ? [{ ...found, name, color: `var(--${color})` }] : [];
    });
    return lines.length === 0 ? [] : [{ title, lines, note: caption }];
  });
