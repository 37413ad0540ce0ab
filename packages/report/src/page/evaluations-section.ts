import type { FurtherEvaluation } from "@tweedie/engine";
import { evaluationGroups } from "../further-results.ts";
import { formatCount, formatNumber, formatSpread } from "./format.ts";
import { type Html, html } from "./html.ts";

/** Tables of the evaluations that `tweedie evaluate` has added: a row for each checkpoint, and those of noise floor and Gaussian. */
export const evaluationsSection = (evaluations: readonly FurtherEvaluation[]): Html | undefined =>
  evaluations.length === 0
    ? undefined
    : html`<section>
        <h2>Further evaluations</h2>
        ${evaluationGroups(evaluations).map(groupTable)}
        <p class="note">
          Checkpoints that were measured after the run. The noise floor is the metric between two sets of real samples;
          the Gaussian has the mean and covariance of the data. A number after ± is a standard deviation over sets of
          samples.
        </p>
      </section>`;

function groupTable(group: readonly FurtherEvaluation[]): Html {
  const { metrics, goals, floors, floorSpreads, baselines, samples, generated } = group[0]!;
  const names = Object.keys(metrics);
  const row = (title: string, values: Numbers, spreads: Numbers = {}): Html =>
    html`<tr>
      <th scope="row">${title}</th>
      ${names.map((name) => html`<td class="number">${formatNumber(values[name])}${formatSpread(spreads[name])}</td>`)}
    </tr>`;
  return html`<p>${formatCount(generated ?? samples)} samples, compared with ${formatCount(samples)} real ones:</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">checkpoint</th>
            ${names.map((name) => html`<th class="number" scope="col">${name} ${goals[name] === "maximize" ? "↑" : "↓"}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${group.map((each) => row(checkpointText(each), each.metrics, each.spreads))}
          ${row("noise floor", floors, floorSpreads)} ${row("Gaussian", baselines)}
        </tbody>
      </table>
    </div>`;
}

type Numbers = Readonly<Record<string, number>>;

const checkpointText = ({ step, halfLife }: FurtherEvaluation): string =>
  `step ${formatCount(step)}${halfLife === undefined ? "" : `, half-life ${formatCount(halfLife)}`}`;
