import type { ConfigurationState } from "@tweedie/study";
import { bestCommand } from "@tweedie/study/best-command";
import { fullName, scaleOf } from "../../metric-name.ts";
import { factList } from "../../page/facts.ts";
import { formatCount, formatNumber } from "../../page/format.ts";
import { type Html, html } from "../../page/html.ts";
import { compactValue, formatValue } from "../analysis/parameter-axis.ts";
import type { SweepData } from "../sweep-data.ts";

/** CSS classes of the statuses, shared with runs. */
const statusClasses = { running: "running", stopped: "interrupted", finished: "completed" } as const;

/** Name, status and main settings of a sweep. */
export function sweepHeader({ plan, state, metric }: SweepData): Html {
  const counts = Object.entries(state.counts).filter(([, count]) => count > 0);
  const best = state.best === undefined ? undefined : state.configurations[state.best];
  return html`<header>
    <p class="kicker">Tweedie, sweep</p>
    <h1>${plan.name}</h1>
    <p><span class="badge ${statusClasses[state.status]}">${state.status}</span> ${plan.description}</p>
    ${
      best &&
      html`<p class="summary">${bestText(best, metric)}</p>
        <pre
          class="command"
          aria-label="Command of the best configuration"
        ><code>${bestCommand({ plan }, state)}</code></pre>`
    }
    ${factList([
      ["method", plan.method.use],
      ["metric", metric.name],
      ["experiment", plan.experiment.file.split("/").at(-1)!],
      ["configurations", formatCount(state.configurations.length)],
      ["replicates", formatCount(Math.max(1, plan.repeat.length))],
      ["trials", counts.map(([status, count]) => `${count} ${status}`).join(", ") || "none yet"],
    ])}
  </header>`;
}

/** The best configuration in one sentence. */
function bestText(best: ConfigurationState, metric: SweepData["metric"]): string {
  const values = Object.entries(best.values).map(
    ([path, value]) => `${path} = ${typeof value === "number" ? formatValue(value) : compactValue(value)}`,
  );
  return `The best is configuration ${best.configuration}: ${values.join(", ")}. Its ${fullName(metric)} is ${meanAndDeviation(best)} (${scaleOf(metric)}).`;
}

/** Mean of a configuration's metric and, for several complete trials, its standard deviation: `0.0213 ± 0.0012`. */
export const meanAndDeviation = ({ value, spread }: ConfigurationState): string =>
  spread === undefined ? formatNumber(value) : `${formatNumber(value)} ± ${formatNumber(spread)}`;
