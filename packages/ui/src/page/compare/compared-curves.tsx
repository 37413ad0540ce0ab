import { smooth } from "@tweedie/report/curve";
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { FollowedRows, LoggedSeries } from "../api/use-rows.ts";
import { lineStyle } from "../plot/colors.ts";
import type { Line } from "../plot/line.ts";
import { Plot } from "../plot/plot.tsx";

interface CurvesProps {
  readonly ids: readonly string[];
  readonly logs: ReadonlyMap<string, FollowedRows>;
  readonly metrics: readonly string[];
}

/** Each metric and each loss of all runs on one plot. Losses are shown by their running median. */
export function ComparedCurves({ ids, logs, metrics }: CurvesProps): JSX.Element {
  const [isLinear, setLinear] = useState(false);
  const [isAll, setAll] = useState(false);
  const keys = useMemo(() => quantitiesOf(logs, metrics, isAll), [logs, metrics, isAll]);
  const plots = useMemo(
    () =>
      keys.map((key) => ({
        title: key.replace(/^distill /, ""),
        lines: ids.flatMap((id, i): Line[] => {
          const series = logs.get(id)?.series.get(key);
          const isMetric = metrics.includes(key.replace(/^distill /, ""));
          return series && series.steps.length > 1 ? [{ ...lineOf(series, isMetric), ...lineStyle(i), name: id }] : [];
        }),
      })),
    [keys, ids, logs, metrics],
  );
  return (
    <>
      <div class="options">
        <label class="check">
          <input type="checkbox" checked={isLinear} onChange={() => setLinear(!isLinear)} /> linear axes
        </label>
        <label class="check">
          <input type="checkbox" checked={isAll} onChange={() => setAll(!isAll)} /> diagnostics and reference values too
        </label>
      </div>
      <div class="grid">
        {plots.map(
          ({ title, lines }) =>
            lines.length > 0 && <Plot key={title} title={title} lines={lines} isLinear={isLinear} />,
        )}
      </div>
    </>
  );
}

const lineOf = (series: LoggedSeries, isMetric: boolean): Pick<Line, "steps" | "values"> => {
  if (isMetric) return series;
  const points = smooth(series.steps.map((step, i) => ({ step, value: series.values[i] ?? NaN })));
  return { steps: points.map(({ step }) => step), values: points.map(({ value }) => value) };
};

/** Quantities of all logs, as phase and name: metrics first, then losses. */
function quantitiesOf(
  logs: ReadonlyMap<string, FollowedRows>,
  metrics: readonly string[],
  isAll: boolean,
): readonly string[] {
  const found = new Set([...logs.values()].flatMap(({ series }) => [...series.keys()]));
  const first = metrics.map((name) => `distill ${name}`).filter((key) => found.has(key));
  const others = [...found].filter((key) => !first.includes(key) && (isAll || !/ diag\.|\.(floor|teacher)$/.test(key)));
  return [...first, ...others];
}
