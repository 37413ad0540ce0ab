import type { Json } from "@tweedie/config";
import type { ConfigurationState, TrialState } from "@tweedie/study";
import { dataTable } from "../../page/data-table.ts";
import { foldedPart, foldedSection } from "../../page/fold.ts";
import { formatCount, formatNumber } from "../../page/format.ts";
import { type Html, html } from "../../page/html.ts";
import { metricColumn } from "../../page/metric-cell.ts";
import { compactValue, formatValue } from "../analysis/parameter-axis.ts";
import { bestFirst } from "../shown-trials.ts";
import type { SweepData } from "../sweep-data.ts";
import { meanAndDeviation } from "./sweep-header.ts";
import { trialLink } from "./trial-link.ts";

/** Configurations that are shown; the others are in a part that the reader opens. */
const mostShown = 10;

/** Table of the configurations, the best first. */
export function configurationsSection({ folder, plan, state, metric }: SweepData): Html | false {
  if (state.configurations.length === 0) return false;
  const swept = [...new Set(state.configurations.flatMap(({ values }) => Object.keys(values)))];
  const row = (each: ConfigurationState) => {
    const { configuration, values, count, trials, status } = each;
    const result = meanAndDeviation(each);
    return [
      `#${configuration}`,
      ...swept.map((path) => (values[path] === undefined ? "–" : valueText(values[path]))),
      html`${configuration === state.best ? html`<strong>${result}</strong>` : result}${state.within.includes(configuration) && " *"}`,
      `${count}/${trials.length}`,
      html`${trials.map((trial, i) => html`${i > 0 && " "}${trialLink(folder, state.trials[trial])}`)}`,
      status,
    ];
  };
  const columns = [
    { title: "#" },
    ...swept.map((title) => ({ title, short: title.split(".").slice(-2).join(".") })),
    metricColumn(metric),
    { title: "complete trials", isNumber: true },
    { title: "trials" },
    { title: "status" },
  ];
  const rows = bestFirst(state.configurations, plan.metric.goal).map(row);
  const others = rows.slice(mostShown);
  return html`<section>
    <h2>Configurations</h2>
    ${dataTable(columns, rows.slice(0, mostShown))}
    ${others.length > 0 && foldedPart(`${formatCount(others.length)} further configurations`, dataTable(columns, others))}
    <p class="note">
      Mean ± standard deviation over the complete trials of a configuration; of a single trial, over sets of samples.
      Bold: the best configuration, among those with the most complete trials. Star: it, and those whose difference from
      it is within twice the standard deviation of the difference.
    </p>
  </section>`;
}

/** A swept value with few digits; `trials.csv` has all of them. */
const valueText = (value: Json): string => (typeof value === "number" ? formatValue(value) : compactValue(value));

/** Table of the trials that failed, diverged or were pruned, with their reasons. */
export function unfinishedSection(trials: readonly TrialState[]): Html | false {
  const unfinished = trials.filter(({ status }) => ["failed", "diverged", "pruned"].includes(status));
  if (unfinished.length === 0) return false;
  return foldedSection(
    "Trials that did not complete",
    dataTable(
      ["trial", "configuration", "status", "last report", "reason"].map((title) => ({ title })),
      unfinished.map(({ trial, configuration, status, reports, reason = "" }) => {
        const last = reports.at(-1);
        const text = last ? `${formatNumber(last.value)} at ${formatCount(last.resource)}` : "–";
        return [String(trial), String(configuration), status, text, reason];
      }),
    ),
  );
}

/** A link that downloads the table of the trials. */
export const csvSection = (csv: string, trials: number): Html =>
  html`<section>
    <h2>Data</h2>
    <p>
      <a download="trials.csv" href="data:text/csv;base64,${Buffer.from(csv).toString("base64")}">trials.csv</a> has one
      row for each of the ${formatCount(trials)} trials. The file is also in the sweep's folder.
    </p>
  </section>`;
