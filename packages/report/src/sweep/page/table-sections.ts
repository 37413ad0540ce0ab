import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Json } from "@tweedie/config";
import type { ConfigurationState, TrialState } from "@tweedie/study";
import { formatCount, formatNumber } from "../../page/format.ts";
import { type Html, html } from "../../page/html.ts";
import { compactValue, formatValue } from "../analysis/parameter-axis.ts";
import { isComplete, type SweepData } from "../sweep-data.ts";
import { meanAndDeviation } from "./sweep-header.ts";

/** Table of the configurations, the best first. */
export function configurationsSection({ folder, plan, state }: SweepData): Html | false {
  if (state.configurations.length === 0) return false;
  const swept = [...new Set(state.configurations.flatMap(({ values }) => Object.keys(values)))];
  const row = (configuration: ConfigurationState) => {
    const { values, count, trials, status } = configuration;
    const result = meanAndDeviation(configuration);
    return html`<tr>
      <th class="number" scope="row">${configuration.configuration}</th>
      ${swept.map((path) => html`<td>${values[path] === undefined ? "–" : valueText(values[path])}</td>`)}
      <td class="number">
        ${configuration.configuration === state.best ? html`<strong>${result}</strong>` : result}${state.within.includes(configuration.configuration) && " *"}
      </td>
      <td class="number">${count}/${trials.length}</td>
      <td>${trials.map((trial, i) => html`${i > 0 && " "}${trialLink(folder, state.trials[trial])}`)}</td>
      <td>${status}</td>
    </tr>`;
  };
  return html`<section>
    <h2>Configurations</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th class="number" scope="col">#</th>
            ${swept.map((path) => html`<th scope="col">${path}</th>`)}
            <th class="number" scope="col">${plan.metric.name}</th>
            <th class="number" scope="col">complete trials</th>
            <th scope="col">reports</th>
            <th scope="col">status</th>
          </tr>
        </thead>
        <tbody>
          ${bestFirst(state.configurations, plan.metric.goal).map(row)}
        </tbody>
      </table>
    </div>
    <p class="note">
      Mean ± standard deviation over the complete trials of a configuration; of a single trial, over sets of samples.
      Bold: the best configuration, among those with the most complete trials. Star: it, and those whose difference from
      it is within twice the standard deviation of the difference.
    </p>
  </section>`;
}

/** A link to the report of a trial, from that of its sweep. The report exists if one was asked for. */
function trialLink(folder: string, trial: TrialState | undefined): Html | false {
  if (trial === undefined) return false;
  const report = join(trial.folder, "report.html");
  if (!existsSync(report)) return html`${trial.trial}`;
  const path = relative(folder, report).split(sep).map(encodeURIComponent).join("/");
  return html`<a href="${path}">${trial.trial}</a>`;
}

function bestFirst(
  configurations: readonly ConfigurationState[],
  goal: "minimize" | "maximize",
): readonly ConfigurationState[] {
  const sign = goal === "minimize" ? 1 : -1;
  const cost = (each: ConfigurationState) => (isComplete(each) ? sign * each.value : Infinity);
  return configurations.toSorted((a, b) => {
    const [first, second] = [cost(a), cost(b)];
    return first === second ? a.configuration - b.configuration : first - second;
  });
}

/** A swept value with few digits; `trials.csv` has all of them. */
const valueText = (value: Json): string => (typeof value === "number" ? formatValue(value) : compactValue(value));

/** Table of the trials that failed, diverged or were pruned, with their reasons. */
export function unfinishedSection(trials: readonly TrialState[]): Html | false {
  const unfinished = trials.filter(({ status }) => ["failed", "diverged", "pruned"].includes(status));
  if (unfinished.length === 0) return false;
  return html`<section>
    <h2>Trials that did not complete</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${["trial", "configuration", "status", "last report", "reason"].map(
              (name) => html`<th scope="col">${name}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${unfinished.map(({ trial, configuration, status, reports, reason }) => {
            const last = reports.at(-1);
            return html`<tr>
              <th scope="row">${trial}</th>
              <td>${configuration}</td>
              <td>${status}</td>
              <td>${last ? `${formatNumber(last.value)} at ${formatCount(last.resource)}` : "–"}</td>
              <td>${reason}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
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
