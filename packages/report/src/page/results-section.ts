import type { Result } from "../results.ts";
import { formatCount, formatNumber, formatRatio } from "./format.ts";
import { type Html, html } from "./html.ts";

/** Which way a metric improves, in words. */
export const goals = { minimize: "lower is better", maximize: "higher is better" } as const;
const arrows = { minimize: "↓", maximize: "↑" } as const;

/** The student's metrics against what is possible, measured by so many samples. */
export const resultsSection = (results: readonly Result[], samples: number | undefined): Html | undefined =>
  results.length === 0
    ? undefined
    : html`<section>
        <h2>Results</h2>
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th>metric</th>
                ${["student", "noise floor", "student / floor", "teacher", "Gaussian"].map(
                  (name) => html`<th class="number" scope="col">${name}</th>`,
                )}
              </tr>
            </thead>
            <tbody>
              ${results.map(row)}
            </tbody>
          </table>
        </div>
        <p class="note">
          ↓ lower is better, ↑ higher.
          ${samples !== undefined && `Measured by ${formatCount(samples)} samples against as many that training never saw.`}
          The noise floor is the metric between two sets of real samples: no generator does better, but by chance. The
          Gaussian has the data's mean and covariance: a run that does no better by the first metric has not converged.
        </p>
      </section>`;

const row = ({ name, goal, value, floor, teacher, baseline }: Result): Html =>
  html`<tr>
    <th scope="row">${name} ${goal && html`<abbr title="${goals[goal]}">${arrows[goal]}</abbr>`}</th>
    <td class="number"><strong>${formatNumber(value)}</strong></td>
    <td class="number">${formatNumber(floor)}</td>
    <td class="number">${formatRatio(value, floor)}</td>
    <td class="number">${formatNumber(teacher)}</td>
    <td class="number">${formatNumber(baseline)}</td>
  </tr>`;
