import type { Json } from "@tweedie/config";
import type { ConfigurationState, TrialState } from "@tweedie/study";
import { seriesCurves } from "../figures/series-curves.ts";
import { document } from "../page/document.ts";
import { svgFigure } from "../page/figure.ts";
import { formatCount, formatNumber } from "../page/format.ts";
import { type Html, html } from "../page/html.ts";
import { goals } from "../page/results-section.ts";
import { renderSvg } from "../render.ts";
import { shown, wordOf } from "./axis.ts";
import { heatMap } from "./figures/heat-map.ts";
import { history } from "./figures/history.ts";
import { importanceBars } from "./figures/importance-bars.ts";
import { parallelCoordinates } from "./figures/parallel-coordinates.ts";
import { slice } from "./figures/slice.ts";
import { fewest } from "./importance.ts";
import { byImportance, type SweepRecord } from "./sweep-record.ts";
import { valueCurves } from "./value-curves.ts";

/** Parameters of which slices and curves are drawn. */
const mostParameters = 8;

/** A sweep as one HTML page. */
export async function sweepPage(record: SweepRecord, csv: string): Promise<string> {
  const { plan, state, axes } = record;
  const { metric } = plan;
  const swept = byImportance(record)
    .slice(0, mostParameters)
    .map((i) => axes[i]!);
  const isJudged = state.configurations.some(({ status, value }) => status === "complete" && Number.isFinite(value));
  const figures: Html[] = [];
  if (isJudged) {
    const best = formatNumber(state.configurations[state.best ?? -1]?.value);
    figures.push(
      svgFigure(
        await renderSvg(history(state, metric)),
        `${metric.name} of each configuration in the order of the sweep; the best has ${best}`,
        "In the order of the sweep; the line is the best so far. Triangles were pruned and stand at their last report, crosses diverged or failed.",
      ),
    );
    figures.push(await importanceFigure(record));
  }
  const slices: Html[] = [];
  const curves: Html[] = [];
  for (const axis of isJudged ? swept : []) {
    slices.push(svgFigure(await renderSvg(slice(axis, state, metric)), `${metric.name} against ${axis.name}`));
    const series = valueCurves(axis, state, record.curves);
    if (series.length === 0) continue;
    const said = series.map(({ name, points }) => `${name} ends at ${formatNumber(points.at(-1)!.value)}`).join(", ");
    const alt = `${metric.name} over training by ${axis.name}: ${said}`;
    curves.push(svgFigure(await renderSvg(seriesCurves(metric.name, series)), alt, `by ${axis.name}`));
  }
  const parallel =
    isJudged &&
    html`<section>
      <h2>All parameters at once</h2>
      <div class="scroll">
        ${svgFigure(
          await renderSvg(parallelCoordinates(axes, state.configurations, metric)),
          `Parallel coordinates of ${axes.length} parameters and ${metric.name}`,
        )}
      </div>
      <p class="note">
        A line for each complete configuration. One in which a parameter has no place passes through its middle.
      </p>
    </section>`;
  return document(
    `${plan.name} (sweep)`,
    html`${heading(record)} ${figures.length > 0 && html`<section><div class="grid">${figures}</div></section>`}
      ${parallel}
      ${section("One parameter", slices, "Large: mean of a configuration over its replicates, with the standard deviation. Small: trials.")}
      ${isJudged && (await pairSection(record))}
      ${section("Training", curves, "Mean over the trials with a value that came as far. Values of a range are joined to groups.")}
      ${table(record)} ${unfinished(state.trials)}
      <section>
        <h2>As a file</h2>
        <p>
          <a download="trials.csv" href="data:text/csv;base64,${Buffer.from(csv).toString("base64")}">trials.csv</a>,
          which is in the sweep's folder too: ${formatCount(state.trials.length)} trials, a row each.
        </p>
      </section>`,
  );
}

const section = (title: string, figures: readonly Html[], note: string): Html | false =>
  figures.length > 0 &&
  html`<section>
    <h2>${title}</h2>
    <div class="grid">${figures}</div>
    <p class="note">${note}</p>
  </section>`;

function heading({ plan, state }: SweepRecord): Html {
  const counts = Object.entries(state.counts).filter(([, count]) => count > 0);
  const best = state.best === undefined ? undefined : state.configurations[state.best];
  const facts: [string, string][] = [
    ["method", plan.method.use],
    ["metric", `${plan.metric.name}, ${goals[plan.metric.goal]}`],
    ["experiment", plan.experiment.file.split("/").at(-1)!],
    ["configurations", formatCount(state.configurations.length)],
    ["replicates", formatCount(Math.max(1, plan.repeat.length))],
    ["trials", counts.map(([status, count]) => `${count} ${status}`).join(", ") || "none yet"],
    ...(best ? [["best", valueWithSpread(best)] as [string, string]] : []),
  ];
  return html`<header>
    <p class="kicker">Tweedie, sweep</p>
    <h1>${plan.name}</h1>
    <p><span class="badge ${badges[state.status]}">${state.status}</span> ${plan.description}</p>
    <dl class="facts">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </header>`;
}

const badges = { running: "running", stopped: "interrupted", finished: "completed" } as const;

async function importanceFigure({ axes, importance, plan }: SweepRecord): Promise<Html> {
  if (!importance) {
    return html`<p class="note">
      How much each parameter matters is said from ${fewest} complete configurations on, if they differ.
    </p>`;
  }
  const shares = axes.map(({ name }, i) => ({ name, share: importance.alone[i]! })).sort((a, b) => b.share - a.share);
  const words = shares.map(({ name, share }) => `${name} ${Math.round(100 * share)} %`).join(", ");
  return svgFigure(
    await renderSvg(importanceBars(shares)),
    `Importance of the parameters: ${words}`,
    `What each parameter explains by itself of the variance of ${importance.isLog ? "log " : ""}${plan.metric.name}: functional analysis of variance of a random forest over ${importance.count} complete configurations, their range evenly weighted.`,
  );
}

/** The two parameters that matter most as a map. */
async function pairSection(record: SweepRecord): Promise<Html | false> {
  const [first, second] = byImportance(record);
  if (first === undefined || second === undefined) return false;
  const { axes, importance, state, plan } = record;
  const [across, up] = [axes[first]!, axes[second]!];
  const share = importance && Math.round(100 * importance.together[first]![second]!);
  return html`<section>
    <h2>Two parameters</h2>
    <div class="scroll">
      ${svgFigure(
        await renderSvg(heatMap([across, up], state.configurations, plan.metric)),
        `Mean ${plan.metric.name} by ${across.name} and ${up.name}`,
      )}
    </div>
    <p class="note">
      Mean ${plan.metric.name} of the complete configurations in each cell; the better, the darker, by rank.
      ${share !== undefined && `Beyond what each explains alone, the two together explain ${share} % of the variance.`}
    </p>
  </section>`;
}

/** A swept value as people read it; the file has all digits. */
const valueWord = (value: Json): string => (typeof value === "number" ? shown(value) : wordOf(value));

const valueWithSpread = ({ value, spread }: ConfigurationState): string =>
  spread === undefined ? formatNumber(value) : `${formatNumber(value)} ± ${formatNumber(spread)}`;

/** The configurations, the best first. */
function table({ plan, state }: SweepRecord): Html | false {
  if (state.configurations.length === 0) return false;
  const sign = plan.metric.goal === "minimize" ? 1 : -1;
  const rank = ({ value, status }: ConfigurationState) =>
    status === "complete" && Number.isFinite(value) ? sign * value! : Infinity;
  const ordered = state.configurations.toSorted((a, b) => {
    const [first, second] = [rank(a), rank(b)];
    return first === second ? a.configuration - b.configuration : first - second;
  });
  const swept = [...new Set(state.configurations.flatMap(({ values }) => Object.keys(values)))];
  return html`<section>
    <h2>Configurations</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th class="number" scope="col">#</th>
            ${swept.map((path) => html`<th scope="col">${path}</th>`)}
            <th class="number" scope="col">${plan.metric.name}</th>
            <th class="number" scope="col">trials</th>
            <th scope="col">status</th>
          </tr>
        </thead>
        <tbody>
          ${ordered.map(
            (each) =>
              html`<tr>
                <th class="number" scope="row">${each.configuration}</th>
                ${swept.map((path) => html`<td>${each.values[path] === undefined ? "–" : valueWord(each.values[path])}</td>`)}
                <td class="number">
                  ${each.configuration === state.best ? html`<strong>${valueWithSpread(each)}</strong>` : valueWithSpread(each)}
                </td>
                <td class="number">${each.count}/${each.trials.length}</td>
                <td>${each.status}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="note">
      Mean ± standard deviation over the complete trials of a configuration. The best, in bold, is among those all of
      whose trials are complete.
    </p>
  </section>`;
}

/** Trials that came to nothing, and why. */
function unfinished(trials: readonly TrialState[]): Html | false {
  const lost = trials.filter(({ status }) => ["failed", "diverged", "pruned"].includes(status));
  if (lost.length === 0) return false;
  return html`<section>
    <h2>Trials that did not complete</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${["trial", "configuration", "status", "last report", "why"].map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${lost.map(({ trial, configuration, status, reports, reason }) => {
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
