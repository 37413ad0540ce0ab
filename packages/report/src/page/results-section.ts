import type { Result } from "../results.ts";
import { formatCount, formatNumber, formatRatio, formatSpread } from "./format.ts";
import { type Html, html } from "./html.ts";

/** Direction in which a metric improves. */
export const goalLabels = { minimize: "lower is better", maximize: "higher is better" } as const;
const arrows = { minimize: "↓", maximize: "↑" } as const;

/** Numbers of real and of generated samples that metrics are computed from; without the second, they are equal. */
interface SampleCounts {
  readonly samples?: number | undefined;
  readonly generated?: number | undefined;
  /** Steps of the evaluations of the student that are averaged. */
  readonly averagedSteps?: readonly number[] | undefined;
}

/** Table of the student's metrics with their reference values. */
export const resultsSection = (results: readonly Result[], counts: SampleCounts): Html | undefined =>
  results.length === 0
    ? undefined
    : html`<section>
        <h2>Results</h2>
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">metric</th>
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
          ↓ lower is better, ↑ higher is better. ${describeCounts(counts)} ${describeAverage(counts)} The noise floor is
          the metric between two sets of real samples, its mean over several draws: a generator can be better only by
          chance. A number after ± is the standard deviation of a metric over sets of samples. The Gaussian has the mean
          and covariance of the data: a run whose first metric is not better than the Gaussian's by more than twice its
          standard deviation has not converged.
        </p>
      </section>`;

const describeCounts = ({ samples, generated }: SampleCounts): string | undefined =>
  samples === undefined
    ? undefined
    : generated === undefined
      ? `Each metric compares ${formatCount(samples)} samples with as many held-out real samples.`
      : `Each metric measures ${formatCount(generated)} samples of student and teacher, and ${formatCount(samples)} held-out real samples as reference, for the floor and of the Gaussian.`;

const describeAverage = ({ averagedSteps }: SampleCounts): string | undefined =>
  averagedSteps &&
  `The student's values are means of its evaluations at steps ${averagedSteps.map(formatCount).join(", ")}, and their standard deviation contains the variation between these.`;

const row = ({ name, goal, value, floor, teacher, baseline, spreads = {} }: Result): Html =>
  html`<tr>
    <th scope="row">${name} ${goal && html`<abbr title="${goalLabels[goal]}">${arrows[goal]}</abbr>`}</th>
    <td class="number"><strong>${formatNumber(value)}</strong>${formatSpread(spreads.value)}</td>
    <td class="number">${formatNumber(floor)}${formatSpread(spreads.floor)}</td>
    <td class="number">${formatRatio(value, floor)}</td>
    <td class="number">${formatNumber(teacher)}${formatSpread(spreads.teacher)}</td>
    <td class="number">${formatNumber(baseline)}</td>
  </tr>`;
