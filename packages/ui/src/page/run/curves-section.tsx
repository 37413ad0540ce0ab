import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { ServerFacts } from "../../api/action.ts";
import type { RunDetails } from "../../api/run-details.ts";
import type { FollowedRows } from "../api/use-rows.ts";
import { Plot } from "../plot/plot.tsx";
import { type CurvePlot, diagnosticPlots, lossPlots, metricPlots } from "./curves.ts";

interface CurvesProps {
  readonly run: RunDetails;
  readonly rows: FollowedRows;
  readonly panels: ServerFacts["panels"];
}

/** Curves of metrics, losses and diagnostics, which grow with the log. */
export function CurvesSection({ run, rows, panels }: CurvesProps): JSX.Element {
  const [isLinear, setLinear] = useState(false);
  const [isSmooth, setSmooth] = useState(true);
  const { series } = rows;
  const metrics = useMemo(() => metricPlots(series, run.metrics), [series, run.metrics]);
  const losses = useMemo(() => lossPlots(series, run.metrics, isSmooth), [series, run.metrics, isSmooth]);
  const diagnostics = useMemo(() => diagnosticPlots(series, panels), [series, panels]);
  if (metrics.length + losses.length === 0) return <p class="empty">No curve yet: the log has fewer than two rows.</p>;
  const grid = (plots: readonly CurvePlot[]) => (
    <div class="grid">
      {plots.map((plot) => (
        <Plot key={plot.title} {...plot} isLinear={isLinear} />
      ))}
    </div>
  );
  return (
    <>
      <div class="options">
        <label class="check">
          <input type="checkbox" checked={isSmooth} onChange={() => setSmooth(!isSmooth)} /> running median
        </label>
        <label class="check">
          <input type="checkbox" checked={isLinear} onChange={() => setLinear(!isLinear)} /> linear axes
        </label>
        <span class="hint">drag over a plot to enlarge it, double click to go back</span>
      </div>
      {grid(metrics)}
      {losses.length > 0 && <h3>Losses</h3>}
      {grid(losses)}
      {diagnostics.length > 0 && (
        <details>
          <summary>Diagnostics of the fake score</summary>
          {grid(diagnostics)}
        </details>
      )}
    </>
  );
}
