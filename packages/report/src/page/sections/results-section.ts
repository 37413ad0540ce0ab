import type { Result } from "../../results.ts";
import { dataTable } from "../data-table.ts";
import { foldedPart } from "../fold.ts";
import { formatCount, formatNumber, formatRatio, formatSpread } from "../format.ts";
import { type Html, html } from "../html.ts";
import { metricCell } from "../metric-cell.ts";

/** Numbers of real and of generated samples that metrics are computed from; without the second, they are equal. */
interface SampleCounts {
  readonly samples?: number | undefined;
  readonly generated?: number | undefined;
  /** Steps of the evaluations of the student that are averaged. */
  readonly averagedSteps?: readonly number[] | undefined;
}

const columns = [
  { title: "metric" },
  ...["student", "noise floor", "student / floor", "teacher", "Gaussian"].map((title) => ({ title, isNumber: true })),
];

/** Table of the student's metrics with their reference values. */
export const resultsSection = (results: readonly Result[], counts: SampleCounts): Html | undefined =>
  results.length === 0
    ? undefined
    : html`<section>
        <h2>Results</h2>
        ${dataTable(columns, results.map(row))}
        ${foldedPart(
          "How these values are measured",
          html`<p class="note">
            ${describeCounts(counts)} ${describeAverage(counts)} The noise floor is the metric between two sets of real
            samples, its mean over several draws: a generator can be better only by chance. A number after ± is the
            standard deviation of a metric over sets of samples. The Gaussian has the mean and covariance of the data: a
            run whose first metric is not better than the Gaussian's by more than twice its standard deviation has not
            converged.
          </p>`,
        )}
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

const row = (result: Result): (Html | string)[] => {
  const { value, floor, teacher, baseline, spreads = {} } = result;
  return [
    metricCell(result),
    html`<strong>${formatNumber(value)}</strong>${formatSpread(spreads.value)}`,
    `${formatNumber(floor)}${formatSpread(spreads.floor)}`,
    formatRatio(value, floor),
    `${formatNumber(teacher)}${formatSpread(spreads.teacher)}`,
    formatNumber(baseline),
  ];
};
